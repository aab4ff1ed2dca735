import type { EntryChanges, ExitChanges, Exits, Trailing } from '../../domain/trades/trade.ts';
import type { ChangesJson, ExitsJson } from '../schemas/trade.ts';
import { moment } from './primitives.ts';

export const presentTrailing = ({ amount, percent, activation }: Trailing) => ({
  amount: amount ?? null,
  percent: percent ?? null,
  activation: activation ?? null,
});

const two = (value: number): string => String(value).padStart(2, '0');
const timeOfDay = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** Exits under the names of the API. */
export const presentExits = (exits: Exits): ExitsJson => ({
  takeProfit: exits.takeProfit ?? null,
  stopLoss: exits.stopLoss ?? null,
  stopLimit: exits.stopLimit ?? null,
  targets: exits.targets?.map(({ price, quantity }) => ({ price, quantity })) ?? null,
  trailing: exits.trailing ? presentTrailing(exits.trailing) : null,
  breakEven: exits.breakEven ?? false,
  covers: exits.covers ?? null,
  timeOutSeconds: exits.timeOut === undefined ? null : exits.timeOut / 1000,
  dailyClose: exits.dailyClose === undefined ? null : timeOfDay(exits.dailyClose),
});

const nameOf = (name: keyof Exits): keyof ExitsJson => (name === 'timeOut' ? 'timeOutSeconds' : name);

/** Only what the amendment named. */
export const presentChanges = (changes: ExitChanges, entry: EntryChanges | undefined): ChangesJson => {
  const named = (Object.keys(changes) as (keyof Exits)[]).filter((name) => changes[name] !== undefined);
  const set = Object.fromEntries(
    named.flatMap((name) => (changes[name] === null ? [] : [[name, changes[name]]])),
  );
  const shown = presentExits(set as Exits);
  return {
    ...Object.fromEntries(named.map((name) => [nameOf(name), shown[nameOf(name)]])),
    ...(entry?.entry ? { entry: { ...entry.entry } } : {}),
    ...(entry?.quantity === undefined ? {} : { quantity: entry.quantity }),
    ...(entry?.goodTill === undefined
      ? {}
      : { goodTill: entry.goodTill === null ? null : moment(entry.goodTill) }),
  };
};
