import { useSyncExternalStore } from 'react';

export const PLACES = ['portfolio', 'terminal', 'markets', 'trades', 'ledger', 'status', 'settings'] as const;
/** `more`: on a phone, what the bar at the bottom has no room for. */
export type Place = (typeof PLACES)[number] | 'more';
export const LABELS: Readonly<Record<Place, string>> = {
  portfolio: 'Portfolio',
  terminal: 'Terminal',
  markets: 'Markets',
  trades: 'Trades',
  ledger: 'Ledger',
  status: 'Status',
  settings: 'Settings',
  more: 'More',
};
const KNOWN: readonly Place[] = [...PLACES, 'more'];

const placeNamed = (name: string): Place | undefined => KNOWN.find((place) => place === name);
/** Without a name it is the board: what the market does comes first, and it is light. */
const current = (): Place => placeNamed(window.location.pathname.slice(1)) ?? 'markets';

export const hrefOf = (place: Place): string => `/${place}`;

const MOVED = 'placechange';
const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
};

/** Another page, without a reload; from its top. */
export const go = (place: Place): void => {
  if (current() === place && window.location.pathname !== '/') return;
  window.history.pushState(null, '', hrefOf(place));
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
};

/** The page in the address: `/trades`. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, current);

/** Links of before named the page after a hash: `#/trades`. */
export const takeOldLinks = (): void => {
  const old = placeNamed(window.location.hash.replace('#/', ''));
  if (old) window.history.replaceState(null, '', hrefOf(old));
};
