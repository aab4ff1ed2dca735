/** A closed OHLCV bar of the venue. Prices are float64: at most 15 significant digits, compared, never summed. */
export interface Bar {
  readonly kind: 'bar';
  /** Milliseconds, inclusive. */
  readonly openTime: number;
  /** Milliseconds, inclusive: openTime + interval - 1. */
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In base currency. */
  readonly volume: number;
}

/** One execution on the venue. */
export interface Print {
  readonly kind: 'print';
  readonly time: number;
  readonly price: number;
  readonly quantity: number;
  /** Consecutive on the venue. */
  readonly id: number;
}

/** A quote that we stored, of a venue that publishes neither bars nor prints. */
export interface Sample {
  readonly kind: 'sample';
  readonly time: number;
  readonly price: number;
}

export type PathElement = Bar | Print | Sample;

/** How fine the record is that a fill came from. */
export type Resolution = '1s' | '1m' | 'print' | 'sampled';

/** The moment an element begins: what came before it cannot see all of it. */
export const startOf = (element: PathElement): number =>
  element.kind === 'bar' ? element.openTime : element.time;

/** The moment by which all of an element has happened. */
export const endOf = (element: PathElement): number =>
  element.kind === 'bar' ? element.closeTime : element.time;

export const lowOf = (element: PathElement): number => (element.kind === 'bar' ? element.low : element.price);
export const highOf = (element: PathElement): number =>
  element.kind === 'bar' ? element.high : element.price;
export const lastOf = (element: PathElement): number =>
  element.kind === 'bar' ? element.close : element.price;

/** A span in which no price could be had. Milliseconds, both inclusive. */
export interface BlindWindow {
  readonly from: number;
  readonly to: number;
  readonly reason: 'missing_in_record' | 'suspect_price' | 'out_of_reach';
}

/** The part of a venue's record that one answer gives. */
export interface PathSlice {
  /** In time order, closed elements only, each with its start at or after the asked `from`. */
  readonly elements: readonly PathElement[];
  readonly resolution: Resolution;
  /** The record is whole up to this moment (ms, inclusive): the cursor may move here, never further. */
  readonly completeTo: number;
  readonly blind: readonly BlindWindow[];
  /** True where the venue has more that this slice does not hold: ask again from `completeTo + 1`. */
  readonly more: boolean;
}
