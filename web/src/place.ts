import { useSyncExternalStore } from 'react';

export const PLACES = ['terminal', 'markets', 'trades', 'status'] as const;
export type Place = (typeof PLACES)[number];
export const LABELS = {
  terminal: 'Terminal',
  markets: 'Markets',
  trades: 'Trades',
  status: 'Status',
} as const;

const current = (): Place => {
  const name = window.location.hash.replace('#/', '');
  return PLACES.find((place) => place === name) ?? 'terminal';
};
const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export const hrefOf = (place: Place): string => `#/${place}`;
/** The page in the address: `#/trades`. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, current);
