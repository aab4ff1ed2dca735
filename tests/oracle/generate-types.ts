import Big from 'big.js';
import { limitBehind, type Place, randomEntry } from './generate-entry.ts';
import { isBar } from './path.ts';
import type { Prices } from './prices.ts';
import type { Random } from './prng.ts';
import type { OracleEntry, OracleExits, OracleOrder, OracleTarget, OracleTrailing } from './types.ts';

/** 9.1: post-only and OCO entries as well. */
export function anyEntry(random: Random, prices: Prices, known: readonly number[]): OracleEntry {
  if (random.chance(0.2)) {
    const limit = prices.against(known, 0.01);
    const stop = prices.along(known, 0.01);
    if (random.chance(0.6)) return { type: 'oco', limit, stop };
    return { type: 'oco', limit, stop, stopLimit: limitBehind(random, prices, stop) };
  }
  const entry = randomEntry(random, prices, known);
  return entry.type === 'limit' && random.chance(0.3) ? { ...entry, postOnly: true } : entry;
}

/** 9.2: any of them together, each on its side of the reference. */
export function anyExits(place: Place, reference: readonly number[], lots: Big): OracleExits {
  const { random, prices } = place;
  const exits: OracleExits = {};
  if (random.chance(0.6)) exits.stopLoss = prices.stop(reference);
  if (exits.stopLoss !== undefined && random.chance(0.4))
    exits.stopLimit = stopLimitOf(place, exits.stopLoss);
  if (random.chance(0.45)) exits.trailing = randomTrailing(place, reference);
  if (random.chance(0.45)) exits.targets = randomTargets(place, reference, lots);
  if (exits.targets && random.chance(0.6)) exits.breakEven = true;
  if (random.chance(0.5)) exits.takeProfit = prices.target([...reference, ...farthest(exits.targets)]);
  const closes = exits.stopLoss ?? exits.trailing ?? exits.targets ?? exits.takeProfit;
  if (closes !== undefined && random.chance(0.2)) exits.covers = someLots(place, lots);
  if (random.chance(0.15)) exits.timeOut = randomTimeOut(place);
  if (random.chance(0.1)) exits.dailyClose = random.int(0, 1_439);
  return exits;
}

const farthest = (targets: OracleTarget[] | undefined): number[] =>
  targets ? [Number(targets.at(-1)?.price)] : [];

/** Mostly where it fills at the trigger, sometimes where it rests. */
export function stopLimitOf({ random, prices }: Place, stop: string): string {
  const near = [Number(stop)];
  // An exit's way is the entry's the other way round.
  return random.chance(0.5) ? prices.against(near, 0.003) : prices.along(near, 0.003);
}

export function randomTrailing({ random, prices }: Place, reference: readonly number[]): OracleTrailing {
  const activation = random.chance(0.4) ? { activation: prices.target(reference) } : {};
  if (random.chance(0.5)) return { amount: prices.distance(reference), ...activation };
  return { percent: random.log(0.02, 1).toFixed(3), ...activation };
}

export function randomTargets(place: Place, reference: readonly number[], lots: Big): OracleTarget[] {
  const { random, prices, lotSize, options } = place;
  const unit = Math.min(options.leastLots ?? 1, Number(lots));
  let left = Math.floor(Number(lots) / unit);
  const found = prices.ladder(reference, Math.min(left, random.int(1, 4)));
  return found.map((price, index) => {
    const others = found.length - index - 1;
    // All of it now and then.
    const most = left - others;
    const taken = random.chance(0.3) ? most : random.int(1, most);
    left -= taken;
    return { price, quantity: new Big(lotSize).times(taken * unit).toFixed() };
  });
}

export const someLots = ({ random, lotSize }: Place, lots: Big): string =>
  new Big(lotSize).times(random.int(1, Number(lots))).toFixed();

/** Whole seconds, from one to two days' worth of minutes. */
export const randomTimeOut = ({ random }: Place): number => 1_000 * Math.round(random.log(1, 172_800));

/** 9.4: shares that need some elements for the whole of it. */
export function randomExecution(
  place: Place,
  lots: Big,
  direction: OracleOrder['direction'],
): Pick<OracleOrder, 'participation' | 'visible'> {
  const { random, path, index, lotSize } = place;
  const execution: Pick<OracleOrder, 'participation' | 'visible'> = {};
  if (random.chance(direction === 'long' ? 0.35 : 0.3)) {
    const element = path[index];
    const volume = Number((element && (isBar(element) ? element.volume : element.quantity)) ?? 0);
    const quantity = Number(lots.times(lotSize));
    const share = volume > 0 ? (quantity / volume) * random.log(0.02, 3) : 0.1;
    execution.participation = new Big(Math.min(1, Math.max(1e-6, share))).round(6, Big.roundUp).toFixed();
  }
  if (random.chance(0.25)) execution.visible = someLots(place, lots.div(2).round(0, Big.roundUp));
  return execution;
}
