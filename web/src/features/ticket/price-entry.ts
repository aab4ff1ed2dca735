import Big from 'big.js';
import { toStep } from '../../../../shared/domain/money/decimal.ts';

export type PriceEntry =
  | { readonly kind: 'empty' }
  | { readonly kind: 'price'; readonly price: string; readonly relative: boolean }
  | { readonly kind: 'unreadable'; readonly message: string };

const NUMBER = /^\d+(\.\d+)?$|^\.\d+$/;
const RELATIVE = /^([+-])(\d*\.?\d+)(%?)$/;

/** Spaces and thousands separators are for the reader; a typographic minus is a minus. */
const clean = (text: string): string => text.replace(/[\s,]/g, '').replace('−', '-');

const unreadable = (message: string): PriceEntry => ({ kind: 'unreadable', message });

/**
 * A price as typed: exact (`60,000`), in percent of the reference (`-2%`) or as a distance from it (`+500`).
 * What is relative is rounded to the tick; what is exact stays as it was typed.
 */
export const readPrice = (text: string, reference: string | undefined, tick: string): PriceEntry => {
  const typed = clean(text);
  if (typed === '') return { kind: 'empty' };
  if (NUMBER.test(typed)) return { kind: 'price', price: new Big(typed).toFixed(), relative: false };
  const [, sign, amount, percent] = RELATIVE.exec(typed) ?? [];
  if (sign === undefined || amount === undefined)
    return unreadable('Write a price, a percentage (-2%) or a distance (+500).');
  if (reference === undefined)
    return unreadable('There is no price yet to count from: write the price itself.');
  const size = percent ? new Big(reference).times(amount).div(100) : new Big(amount);
  const price = sign === '+' ? new Big(reference).plus(size) : new Big(reference).minus(size);
  return { kind: 'price', price: nearest(price, tick).toFixed(), relative: true };
};

const nearest = (value: Big, tick: string): Big => {
  const below = toStep(value, tick, 'down');
  return value.minus(below).times(2).lt(tick) ? below : below.plus(tick);
};

/** One step up or down from a number: onto the next multiple of the step, never below the first. */
export const stepFrom = (value: string, step: string, direction: 1 | -1): string => {
  const on = toStep(value, step, direction === 1 ? 'down' : 'up');
  const next = on.plus(new Big(step).times(direction));
  return (next.lt(step) ? new Big(step) : next).toFixed();
};

/** A quantity as typed, or undefined where it is none. */
export const readQuantity = (text: string): string | undefined => {
  const typed = clean(text);
  return NUMBER.test(typed) ? new Big(typed).toFixed() : undefined;
};
