import type { Quote } from '../../domain/market/quote.ts';

type Maybe = number | null | undefined;

const isNumber = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value);

export const NO_CHANGE = { absolute: undefined, percent: undefined } as const;

/** A difference of floats without the noise of its last digits: for display only. */
export const rounded = (value: number): number => Number(value.toPrecision(12));

/** The quote as a list of one, or empty where its price cannot be true: such a price is never shown. */
export const toQuote = (
  told: Pick<Quote, 'symbol' | 'price' | 'source' | 'time'>,
  change: { readonly absolute: Maybe; readonly percent: Maybe },
): Quote[] => {
  if (!isNumber(told.price) || told.price <= 0) return [];
  return [
    {
      ...told,
      ...(isNumber(change.absolute) ? { change24h: change.absolute } : {}),
      ...(isNumber(change.percent) ? { changePercent24h: change.percent } : {}),
    },
  ];
};
