import type { BlindWindow, PathSlice, Print } from '../../domain/market/path.ts';
import { FeedError } from '../../ports/venue.ts';
import { trades, venueTime } from './coinbase-answers.ts';
import type { Answer, Get } from './http.ts';

/** Prints of one answer, the most Coinbase gives. */
const PAGE = 1000;
/** A print may reach the record this much after its time; the record is held to be whole only before that. */
const SETTLING_MS = 2_000;
/** Pages asked to fill gaps in the ids, for one symbol and request. */
const REFILLS = 3;

export interface Prints {
  /** By id, newest first, at least those from the asked moment on where `reached`. */
  readonly prints: readonly Print[];
  /** False where the asked moment lies too many pages back. */
  readonly reached: boolean;
  /** The record is whole up to this moment, ms, venue time. */
  readonly completeTo: number;
}

const readPage = (get: Get, product: string, after?: string): Promise<Answer<Print[]>> =>
  get(`/products/${product}/trades`, trades, {
    limit: PAGE,
    ...(after === undefined ? {} : { after }),
  });

const byIdDown = (left: Print, right: Print): number => right.id - left.id;

/** Pages from now back to `from` (ms). @throws FeedError */
export const readPrints = async (
  get: Get,
  product: string,
  from: number,
  maxPages: number,
): Promise<Prints> => {
  const prints = new Map<number, Print>();
  let fetchedAt: number | undefined;
  let after: string | undefined;
  let reached = false;
  for (let page = 0; !reached && page < maxPages; page += 1) {
    const answer = await readPage(get, product, after);
    // Before the first page was written: what came later than that is not in it.
    fetchedAt ??= answer.date ?? (await get('/time', venueTime)).body.iso;
    for (const print of answer.body) prints.set(print.id, print);
    const oldest = answer.body.toSorted(byIdDown).at(-1);
    const cursor =
      answer.header('cb-after') ?? (answer.body.length === PAGE ? String(oldest?.id) : undefined);
    reached = !oldest || oldest.time < from || cursor === undefined;
    if (!reached && cursor === after) {
      throw new FeedError('coinbase', 'bad_answer', 'answered the same page of trades twice');
    }
    after = cursor;
  }
  const completeTo = (fetchedAt ?? from) - SETTLING_MS;
  return { prints: [...prints.values()].sort(byIdDown), reached, completeTo };
};

/** Pairs of neighbours by id between which others are absent. */
const gapsOf = (prints: readonly Print[]): { older: Print; newer: Print }[] =>
  prints.flatMap((newer, index) => {
    const older = prints[index + 1];
    return older && newer.id - older.id > 1 ? [{ older, newer }] : [];
  });

const isWithin = (from: number, to: number) => (gap: { older: Print; newer: Print }) =>
  gap.newer.time >= from && gap.newer.time <= to;

/** Asks again for what is absent between two ids: a page may have been cut while trades came in. */
const fillGaps = async (get: Get, product: string, found: Prints, from: number): Promise<Print[]> => {
  const prints = new Map(found.prints.map((print) => [print.id, print]));
  for (const { newer } of gapsOf(found.prints).filter(isWithin(from, found.completeTo)).slice(0, REFILLS)) {
    const { body } = await readPage(get, product, String(newer.id));
    for (const print of body) if (print.id < newer.id) prints.set(print.id, print);
  }
  return [...prints.values()].sort(byIdDown);
};

/** Prints in time order; ids that no page holds are a blind window from the print before to the print after. */
export const printSlice = async (
  get: Get,
  product: string,
  found: Prints,
  from: number,
): Promise<PathSlice> => {
  const completeTo = Math.max(found.completeTo, from - 1);
  const prints = await fillGaps(get, product, found, from);
  const blind = gapsOf(prints)
    .filter(isWithin(from, completeTo))
    .map(
      ({ older, newer }): BlindWindow => ({
        from: Math.max(older.time, from),
        to: newer.time,
        reason: 'missing_in_record',
      }),
    );
  const elements = prints
    .filter(({ time }) => time >= from && time <= completeTo)
    .sort((left, right) => left.time - right.time || left.id - right.id);
  return {
    elements,
    resolution: 'print',
    completeTo,
    blind: blind.reverse(),
    more: false,
  };
};
