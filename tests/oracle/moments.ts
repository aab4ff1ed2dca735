import { endOf, isBar } from './path.ts';
import type { Random } from './prng.ts';
import type { OracleElement } from './types.ts';

export const startOf = (element: OracleElement): number => (isBar(element) ? element.openTime : element.time);

/** At the bar's open time, at an odd millisecond inside it, or at its close time; at a print, or just after it. */
export function momentIn(random: Random, element: OracleElement): number {
  const kind = random.int(0, 9);
  if (!isBar(element)) return element.time + (kind < 6 ? 0 : kind - 5);
  if (kind < 3) return element.openTime;
  if (kind < 5) return element.closeTime;
  return random.int(element.openTime + 1, element.closeTime - 1);
}

/** In the same bar or up to two days' worth of minutes later. */
export function laterMoment(
  random: Random,
  path: readonly OracleElement[],
  index: number,
  after: number,
): number {
  const steps = random.chance(0.1) ? 0 : Math.round(random.log(1, 2_880));
  const moment = momentIn(random, at(path, Math.min(path.length - 1, index + steps)));
  return Math.max(moment, after);
}

/** Every price that somebody might take for the current one at this moment. */
export function pricesKnown(path: readonly OracleElement[], index: number, moment: number): number[] {
  const element = at(path, index);
  const before = at(path, Math.max(0, index - 1));
  const known = [Number(lastOf(before)), Number(isBar(element) ? element.open : element.price)];
  if (moment >= endOf(element)) known.push(Number(lastOf(element)));
  return known;
}

const lastOf = (element: OracleElement): string => (isBar(element) ? element.close : element.price);

export function indexAt(path: readonly OracleElement[], moment: number): number {
  const next = path.findIndex((element) => startOf(element) > moment);
  return next === -1 ? path.length - 1 : Math.max(0, next - 1);
}

export function at(path: readonly OracleElement[], index: number): OracleElement {
  const element = path[index];
  if (element === undefined) throw new Error(`no element ${index}`);
  return element;
}
