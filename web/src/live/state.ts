import { useEffect, useId, useSyncExternalStore } from 'react';

/** Whether updates arrive by themselves, and which channels the page shows: known without the socket's own code. */
let live = false;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const setLive = (next: boolean): void => {
  live = next;
  for (const listener of listeners) listener();
};
export const isLive = (): boolean => live;
export const useLive = (): boolean => useSyncExternalStore(subscribe, isLive);

const PRICES = 'prices:';
const shown = new Map<string, readonly string[]>();
let onShown: () => void = () => undefined;

export const wantedChannels = (): string[] => [...new Set([...shown.values()].flat())];
/** Symbols whose prices are asked for. */
export const watchedSymbols = (): ReadonlySet<string> =>
  new Set(wantedChannels().flatMap((name) => (name.startsWith(PRICES) ? [name.slice(PRICES.length)] : [])));
export const hearChannels = (changed: () => void): void => {
  onShown = changed;
};

/** Subscribes to channels while what calls this is on the page. */
export const useChannels = (channels: readonly string[]): void => {
  const key = useId();
  const names = channels.join(' ');
  useEffect(() => {
    shown.set(key, names === '' ? [] : names.split(' '));
    onShown();
    return () => {
      shown.delete(key);
      onShown();
    };
  }, [key, names]);
};

/** When the socket last told of a tick, ms of this machine. */
let toldAt = 0;
export const noteTick = (): void => {
  toldAt = Date.now();
};
/** Undefined where no price is watched: then no tick is told of. */
export const tickToldAt = (): number | undefined => (watchedSymbols().size === 0 ? undefined : toldAt);

/** When the socket last brought something of a trade, ms of this machine. */
const arrivals = new Map<string, number>();
export const noteArrival = (tradeId: string): void => {
  arrivals.set(tradeId, Date.now());
};
export const arrivedSince = (moment: number): ReadonlySet<string> =>
  new Set([...arrivals].filter(([, at]) => at >= moment).map(([id]) => id));
