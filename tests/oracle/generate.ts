import Big from 'big.js';
import { Prices } from './prices.ts';
import { type Random, randomFrom } from './prng.ts';
import type { OracleBar, OracleChanges, OracleCommand, OracleEntry, OracleOrder } from './types.ts';

export interface GenerateOptions {
  tickSize: string;
  makerRate: string;
  takerRate: string;
  /** Default 0.001. */
  lotSize?: string;
  /** One of these per order; default 0, 0, 1, 5 and 25. */
  slippageBps?: readonly number[];
  /**
   * What an amended exit stays on its side of. `entry` (default): a long's stop below its entry, its target above,
   * always valid. `market`: the price at that moment, so that stops also move into profit; both exits are named then.
   */
  amendAround?: 'entry' | 'market';
}

/** Bracket orders along the bars, in order of creation; the same for the same arguments. */
export function randomOrders(
  seed: number,
  bars: readonly OracleBar[],
  count: number,
  options: GenerateOptions,
): OracleOrder[] {
  const random = randomFrom(seed);
  const orders: OracleOrder[] = [];
  // Not in the first bar, which has no price before it; nor so late that nothing can happen.
  const last = Math.max(1, Math.floor(bars.length * 0.95));
  for (let n = 0; n < count; n += 1) {
    const index = Math.min(bars.length - 1, random.int(1, last));
    orders.push(randomOrder(`o-${seed}-${n}`, random, bars, index, options));
  }
  return orders.sort((a, b) => a.createdAt - b.createdAt);
}

function randomOrder(
  id: string,
  random: Random,
  bars: readonly OracleBar[],
  index: number,
  options: GenerateOptions,
): OracleOrder {
  const { tickSize, makerRate, takerRate, lotSize = '0.001', slippageBps = [0, 0, 1, 5, 25] } = options;
  const direction = random.pick(['long', 'short'] as const);
  const createdAt = momentIn(random, at(bars, index));
  const known = pricesKnown(bars, index, createdAt);
  const prices = new Prices(random, tickSize, direction);
  const entry = randomEntry(random, prices, known);
  const around = 'limit' in entry ? [entry.limit] : [];
  if ('stop' in entry) around.push(entry.stop);
  const reference = around.length > 0 ? around.map(Number) : known;
  const lots = new Big(random.log(50, 5_000))
    .div(Math.max(...known))
    .div(lotSize)
    .round(0, Big.roundUp);
  const order: OracleOrder = {
    id,
    direction,
    quantity: lots.times(lotSize).toFixed(),
    entry,
    createdAt,
    makerRate,
    takerRate,
    slippageBps: random.pick(slippageBps),
    tickSize,
    commands: [],
  };
  if (random.chance(0.85)) order.takeProfit = prices.target(reference);
  if (random.chance(0.85)) order.stopLoss = prices.stop(reference);
  if (random.chance(0.2)) order.goodTill = laterMoment(random, bars, index, createdAt);
  order.commands = randomCommands(random, bars, index, order, (moment, where) => {
    const market = options.amendAround === 'market';
    const from = market ? pricesKnown(bars, where, moment) : reference;
    const changes: OracleChanges = {};
    const which = random.int(1, 3);
    if (market || which & 1) changes.takeProfit = random.chance(0.2) ? null : prices.target(from);
    if (market || which & 2) changes.stopLoss = random.chance(0.2) ? null : prices.stop(from);
    return changes;
  });
  return order;
}

function randomEntry(random: Random, prices: Prices, known: number[]): OracleEntry {
  const type = random.pick(['market', 'limit', 'stop', 'stop_limit'] as const);
  if (type === 'market') return { type };
  if (type === 'limit') {
    // Mostly waiting; sometimes marketable at once.
    return {
      type,
      limit: random.chance(0.8) ? prices.against(known, 0.01) : prices.along(known, 0.01),
    };
  }
  const stop = prices.along(known, 0.01);
  if (type === 'stop') return { type, stop };
  // Mostly a limit beyond the stop (fills at the trigger); sometimes before it (rests after the trigger).
  const near = [Number(stop)];
  return {
    type,
    stop,
    limit: random.chance(0.7) ? prices.along(near, 0.005) : prices.against(near, 0.005),
  };
}

type Amendment = (moment: number, index: number) => OracleChanges;

function randomCommands(
  random: Random,
  bars: readonly OracleBar[],
  index: number,
  order: OracleOrder,
  amendment: Amendment,
): OracleCommand[] {
  const moments: number[] = [];
  const moment = (): number => {
    // Now and then at the very moment of another command.
    const found =
      moments.length > 0 && random.chance(0.05)
        ? random.pick(moments)
        : laterMoment(random, bars, index, order.createdAt);
    moments.push(found);
    return found;
  };
  const commands: OracleCommand[] = [];
  const amendments = random.chance(0.35) ? random.int(1, 4) : 0;
  for (let n = 0; n < amendments; n += 1) {
    const when = moment();
    commands.push({
      kind: 'amend',
      at: when,
      changes: amendment(when, indexAt(bars, when)),
    });
  }
  if (random.chance(0.15)) commands.push({ kind: 'cancel', at: moment() });
  if (random.chance(0.25)) commands.push({ kind: 'close', at: moment() });
  return commands.sort((a, b) => a.at - b.at);
}

/** At the bar's open time, at an odd millisecond inside it, or at its close time. */
function momentIn(random: Random, bar: OracleBar): number {
  const kind = random.int(0, 9);
  if (kind < 3) return bar.openTime;
  if (kind < 5) return bar.closeTime;
  return random.int(bar.openTime + 1, bar.closeTime - 1);
}

/** In the same bar or up to two days' worth of minutes later. */
function laterMoment(random: Random, bars: readonly OracleBar[], index: number, after: number): number {
  const steps = random.chance(0.1) ? 0 : Math.round(random.log(1, 2_880));
  const moment = momentIn(random, at(bars, Math.min(bars.length - 1, index + steps)));
  return Math.max(moment, after);
}

/** Every price that somebody might take for the current one at this moment. */
function pricesKnown(bars: readonly OracleBar[], index: number, moment: number): number[] {
  const bar = at(bars, index);
  const known = [Number(at(bars, Math.max(0, index - 1)).close), Number(bar.open)];
  if (moment >= bar.closeTime) known.push(Number(bar.close));
  return known;
}

function indexAt(bars: readonly OracleBar[], moment: number): number {
  const next = bars.findIndex((bar) => bar.openTime > moment);
  return next === -1 ? bars.length - 1 : Math.max(0, next - 1);
}

function at(bars: readonly OracleBar[], index: number): OracleBar {
  const bar = bars[index];
  if (bar === undefined) throw new Error(`no bar ${index}`);
  return bar;
}
