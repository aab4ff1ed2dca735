import type Big from 'big.js';
import type { Place } from './generate-entry.ts';
import { anyEntry, anyExits, someLots } from './generate-types.ts';
import { indexAt, laterMoment, pricesKnown } from './moments.ts';
import type { OracleChanges, OracleCommand, OracleEntryChanges, OracleExits, OracleOrder } from './types.ts';

/** Commands of an order at random moments, in their order. */
export function randomCommands(
  place: Place,
  order: OracleOrder,
  reference: readonly number[],
  lots: Big,
): OracleCommand[] {
  const { random, path, index, options } = place;
  const moments: number[] = [];
  const moment = (): number => {
    // Now and then at the very moment of another command, or where something is due.
    const special = [...moments, ...(options.every ? dueMoments(order) : [])];
    const found =
      special.length > 0 && random.chance(0.05)
        ? random.pick(special)
        : laterMoment(random, path, index, order.createdAt);
    moments.push(found);
    return found;
  };
  const commands: OracleCommand[] = [];
  const amendments = random.chance(options.every ? 0.5 : 0.35) ? random.int(1, 4) : 0;
  for (let n = 0; n < amendments; n += 1) {
    const at = moment();
    const around =
      options.amendAround === 'market' ? pricesKnown(path, indexAt(path, at), at) : [...reference];
    if (options.every) commands.push(anyAmendment(place, order, around, lots, at));
    else commands.push({ kind: 'amend', at, changes: bracketChanges(place, around) });
  }
  if (options.every) commands.push(...partialCloses(place, lots, moment));
  if (random.chance(0.15)) commands.push({ kind: 'cancel', at: moment() });
  if (random.chance(0.25)) commands.push({ kind: 'close', at: moment() });
  return commands.sort((a, b) => a.at - b.at);
}

const dueMoments = ({ createdAt, timeOut, dailyClose, goodTill }: OracleOrder): number[] => {
  const day = 86_400_000;
  const daily = createdAt - (createdAt % day) + (dailyClose ?? 0) * 60_000;
  return [
    ...(timeOut === undefined ? [] : [createdAt + timeOut]),
    ...(dailyClose === undefined ? [] : [daily > createdAt ? daily : daily + day]),
    ...(goodTill === undefined ? [] : [goodTill]),
  ];
};

function bracketChanges({ random, prices, options }: Place, from: readonly number[]): OracleChanges {
  const isMarket = options.amendAround === 'market';
  const changes: OracleChanges = {};
  const which = random.int(1, 3);
  if (isMarket || which & 1) changes.takeProfit = random.chance(0.2) ? null : prices.target(from);
  if (isMarket || which & 2) changes.stopLoss = random.chance(0.2) ? null : prices.stop(from);
  return changes;
}

/** Some of what a new plan of exits has, or nothing for what it has not; of the entry too. */
function anyAmendment(
  place: Place,
  order: OracleOrder,
  around: readonly number[],
  lots: Big,
  at: number,
): OracleCommand {
  const { random } = place;
  const plan = anyExits(place, around, lots);
  const names = [
    'takeProfit',
    'stopLoss',
    'stopLimit',
    'trailing',
    'targets',
    'breakEven',
    'covers',
    'timeOut',
    'dailyClose',
  ] as const satisfies (keyof OracleExits)[];
  const changes: OracleChanges = {};
  for (const name of names) {
    if (random.chance(0.7)) continue;
    Object.assign(changes, { [name]: plan[name] ?? null });
  }
  if (Object.keys(changes).length === 0 || random.chance(0.2)) {
    const entry = entryChanges(place, order, lots, at);
    return { kind: 'amend', at, changes: random.chance(0.7) ? {} : changes, entry };
  }
  return { kind: 'amend', at, changes };
}

/** The same type of entry at other prices, another quantity, another good-till time. */
function entryChanges(place: Place, order: OracleOrder, lots: Big, at: number): OracleEntryChanges {
  const { random, path, prices } = place;
  const known = pricesKnown(path, indexAt(path, at), at);
  const changes: OracleEntryChanges = {};
  const which = random.int(1, 7);
  if (which & 1)
    for (let tries = 0; tries < 50 && changes.entry === undefined; tries += 1) {
      const entry = anyEntry(random, prices, known);
      if (entry.type === order.entry.type && entry.type !== 'market') changes.entry = entry;
    }
  if (which & 2) changes.quantity = someLots(place, lots.times(2));
  if (which & 4) {
    const later = laterMoment(random, path, indexAt(path, at), at) + 1;
    changes.goodTill = random.chance(0.2) ? null : later;
  }
  return Object.keys(changes).length > 0 ? changes : { quantity: someLots(place, lots) };
}

/** 5.5: at the market or at a limit, some of them taken back. */
function partialCloses(place: Place, lots: Big, moment: () => number): OracleCommand[] {
  const { random, prices, path } = place;
  const count = random.chance(0.3) ? random.int(1, 3) : 0;
  return Array.from({ length: count }, (_, n): OracleCommand[] => {
    const id = `part-${n}`;
    const at = moment();
    const part = { id, quantity: someLots(place, lots) };
    const known = pricesKnown(path, indexAt(path, at), at);
    const limit = random.chance(0.8) ? prices.target(known) : prices.stop(known);
    const close: OracleCommand = {
      kind: 'close',
      at,
      part: random.chance(0.5) ? part : { ...part, limit },
    };
    if (random.chance(0.7)) return [close];
    return [close, { kind: 'withdraw', at: Math.max(at, moment()), orderId: id }];
  }).flat();
}
