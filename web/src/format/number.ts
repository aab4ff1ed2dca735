import Big from 'big.js';

const MINUS = '−';
const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Decimals that a text of a decimal shows. */
export const placesOf = (text: string): number => {
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
};

const plain = (value: Big, places: number): string => {
  const [whole = '0', fraction] = value.abs().toFixed(places).split('.');
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
};

/** `62014.2` at 2 places is `62,014.20`. Exact: never through a float. */
export const formatPrice = (text: string, places: number): string => {
  const value = new Big(text);
  return `${value.lt(0) ? MINUS : ''}${plain(value, places)}`;
};

/** A quantity as it was typed, with thousands separators. */
export const formatQuantity = (text: string): string => formatPrice(text, placesOf(text));

/** Money of an account, 2 places; below one cent as many as its first two digits need. */
export const formatMoney = (text: string): string => formatPrice(text, moneyPlaces(text));

const moneyPlaces = (text: string): number => {
  const size = new Big(text).abs();
  if (size.eq(0) || size.gte('0.01')) return 2;
  return Math.min(8, 1 - size.e);
};

export type Sign = 'up' | 'down' | 'flat';
export const signOf = (text: string): Sign => {
  const value = new Big(text);
  if (value.eq(0)) return 'flat';
  return value.gt(0) ? 'up' : 'down';
};

const withSign = (text: string, body: string): string => {
  const sign = signOf(text);
  return `${sign === 'up' ? '+' : sign === 'down' ? MINUS : ''}${body}`;
};

/** `+12.30`, `−4.00`, `0.00`: gains and losses always carry their sign. */
export const formatSignedMoney = (text: string): string =>
  withSign(text, plain(new Big(text), moneyPlaces(text)));

const roundedPercent = (text: string): Big => new Big(text).round(2, Big.roundHalfEven);

/** Of a percentage as it is shown: `0.00 %` is neither up nor down. */
export const percentSign = (text: string): Sign => signOf(roundedPercent(text).toFixed());

/** `+1.23 %`. The value is already in percent. */
export const formatPercent = (text: string): string => {
  const rounded = roundedPercent(text);
  return `${withSign(rounded.toFixed(), plain(rounded, 2))} %`;
};
