/** What to do with an update: `gap` takes it too, and asks for the channel anew, for something was lost before it. */
export type Verdict = 'take' | 'ignore' | 'gap';

/** Of a symbol: the tick that its price is of, and the price's own time (RFC 3339, or ms). */
export interface KeptPrice {
  readonly slot: number;
  readonly time: number;
}

/** A price of a tick, beside the one that is kept; docs/websocket.md has the rule. */
export const judgePrice = (
  kept: KeptPrice | undefined,
  update: KeptPrice & { readonly previousSlot: number },
): Verdict => {
  if (!kept) return 'take';
  if (update.slot < kept.slot) return 'ignore';
  if (update.slot === kept.slot) return update.time > kept.time ? 'take' : 'ignore';
  return update.previousSlot === kept.slot ? 'take' : 'gap';
};

/** A tick that left the price as it was: as it was for us too? */
export const judgeUnchanged = (
  kept: KeptPrice | undefined,
  update: KeptPrice & { readonly previousSlot: number },
): Verdict => {
  if (!kept) return 'gap';
  if (update.slot <= kept.slot) return 'ignore';
  return update.previousSlot === kept.slot && update.time === kept.time ? 'take' : 'gap';
};

/** A trade by its versions; `previous` is null where it is new. */
export const judgeTrade = (kept: number | undefined, version: number, previous: number | null): Verdict => {
  if (kept !== undefined && version <= kept) return 'ignore';
  return (kept ?? null) === previous ? 'take' : 'gap';
};

export interface BookVersion {
  readonly book: number;
  readonly version: number;
}

/** An account by its book and the book's version. A new book begins anew. */
export const judgeAccount = (
  kept: BookVersion | undefined,
  update: BookVersion,
  previous: number | null,
): Verdict => {
  if (!kept) return previous === null ? 'take' : 'gap';
  if (update.book !== kept.book) return update.book > kept.book ? 'take' : 'ignore';
  if (update.version <= kept.version) return 'ignore';
  return previous === kept.version ? 'take' : 'gap';
};

/** So many of the newest candles are read again at each update. */
export const NEWEST_CANDLES = 5;

/** Of candles: `step` is the length of one, all in ms. One that lies before what is read again was corrected: all is. */
export const judgeCandle = (kept: number | undefined, opens: number, step: number): Verdict =>
  kept === undefined || (opens <= kept + step && opens > kept - NEWEST_CANDLES * step) ? 'take' : 'gap';
