import * as z from 'zod';
import type { Nearest } from '../../domain/trades/nearest.ts';
import type { MarketState, TriggerMemory } from '../../ports/market-store.ts';

/** heard, due (null: nothing, '': not known), shards, settings, trustedFrom; times counted back from the slot. */
export const memorySchema = z.tuple([
  z.number().int(),
  z.union([z.number(), z.null(), z.literal('')]),
  z.number().int(),
  z.string(),
  z.number(),
]);

const BYTES = 4;
/** A price of 0 stands for nothing, a negative one for not known: no trigger is either. */
const NOTHING = 0;
const UNKNOWN = -1;

/** The float32 that is no further away: nearer costs a query now and then, further would miss one. */
const rounded = (value: number, towards: 'up' | 'down'): number => {
  const near = Math.fround(value);
  if (towards === 'up' ? near >= value : near <= value) return near;
  const view = new DataView(new ArrayBuffer(BYTES));
  view.setFloat32(0, near);
  view.setUint32(0, view.getUint32(0) + (towards === 'up' ? 1 : -1));
  return view.getFloat32(0);
};

/** A trigger so small that it rounds to nothing is remembered as not known. */
const stored = (value: number | null | undefined, towards: 'up' | 'down'): number => {
  if (value === undefined) return UNKNOWN;
  return value === null ? NOTHING : rounded(value, towards) || UNKNOWN;
};

/** In as few bytes as hold it: eight for each market, in the order in which the state is read again. */
export const toMemory = (markets: readonly MarketState[], memory: TriggerMemory, slot: number) => {
  const view = new DataView(new ArrayBuffer(markets.length * 2 * BYTES));
  markets.forEach(({ venue, symbol }, index) => {
    const near: Partial<Nearest> = memory.nearest[`${venue}#${symbol}`] ?? {};
    view.setFloat32(2 * index * BYTES, stored(near.below, 'up'));
    view.setFloat32((2 * index + 1) * BYTES, stored(near.above, 'down'));
  });
  const { heard, dueAt, shards, settings, trustedFrom } = memory;
  const due = dueAt === undefined ? '' : dueAt === null ? null : slot - dueAt;
  return {
    memory: JSON.stringify([heard, due, shards, settings, slot - trustedFrom]),
    near: new Uint8Array(view.buffer),
  };
};

export const fromMemory = (
  markets: readonly MarketState[],
  [heard, due, shards, settings, trusted]: z.infer<typeof memorySchema>,
  near: Uint8Array,
  slot: number,
): TriggerMemory => {
  const view = new DataView(near.buffer, near.byteOffset, near.byteLength);
  const known = markets.flatMap(({ venue, symbol }, index): [string, Nearest][] => {
    if ((2 * index + 2) * BYTES > view.byteLength) return [];
    const [below, above] = [view.getFloat32(2 * index * BYTES), view.getFloat32((2 * index + 1) * BYTES)];
    if (below < 0 || above < 0) return [];
    const side = (value: number) => (value === NOTHING ? null : value);
    return [[`${venue}#${symbol}`, { below: side(below), above: side(above) }]];
  });
  return {
    heard,
    nearest: Object.fromEntries(known),
    ...(due === '' ? {} : { dueAt: due === null ? null : slot - due }),
    shards,
    settings,
    trustedFrom: slot - trusted,
  };
};
