import Big from 'big.js';
import { randomCommands } from './generate-commands.ts';
import { type GenerateOptions, randomEntry, referenceOf } from './generate-entry.ts';
import { anyEntry, anyExits, randomExecution } from './generate-types.ts';
import { at, laterMoment, momentIn, pricesKnown } from './moments.ts';
import { Prices } from './prices.ts';
import { type Random, randomFrom } from './prng.ts';
import type { OracleElement, OracleOrder } from './types.ts';

/** Orders along a record, in order of creation; the same for the same arguments. */
export function randomOrders(
  seed: number,
  path: readonly OracleElement[],
  count: number,
  options: GenerateOptions,
): OracleOrder[] {
  const random = randomFrom(seed);
  const orders: OracleOrder[] = [];
  // Not in the first bar, which has no price before it; nor so late that nothing can happen.
  const last = Math.max(1, Math.floor(path.length * 0.95));
  for (let n = 0; n < count; n += 1) {
    const index = Math.min(path.length - 1, random.int(1, last));
    orders.push(randomOrder(`o-${seed}-${n}`, random, path, index, options));
  }
  return orders.sort((a, b) => a.createdAt - b.createdAt);
}

function randomOrder(
  id: string,
  random: Random,
  path: readonly OracleElement[],
  index: number,
  options: GenerateOptions,
): OracleOrder {
  const { tickSize, makerRate, takerRate, lotSize = '0.001', slippageBps = [0, 0, 1, 5, 25] } = options;
  const direction = random.pick(['long', 'short'] as const);
  const createdAt = momentIn(random, at(path, index));
  const known = pricesKnown(path, index, createdAt);
  const prices = new Prices(random, tickSize, direction, options.reach);
  const place = { random, prices, path, index, options, lotSize };
  const entry = options.every ? anyEntry(random, prices, known) : randomEntry(random, prices, known);
  const reference = referenceOf(entry, known);
  const lots = new Big(random.log(...(options.worth ?? [50, 5_000])))
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
  if (options.every) {
    Object.assign(order, anyExits(place, reference, lots), randomExecution(place, lots, direction), {
      lotSize,
    });
  } else {
    if (random.chance(0.85)) order.takeProfit = prices.target(reference);
    if (random.chance(0.85)) order.stopLoss = prices.stop(reference);
  }
  if (random.chance(0.2)) order.goodTill = laterMoment(random, path, index, createdAt);
  order.commands = randomCommands(place, order, reference, lots);
  return order;
}
