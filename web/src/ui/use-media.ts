import { useSyncExternalStore } from 'react';

const desktop = window.matchMedia('(min-width: 1024px)');
const subscribe = (listener: () => void): (() => void) => {
  desktop.addEventListener('change', listener);
  return () => desktop.removeEventListener('change', listener);
};

/** True where there is room for the ticket beside the market. */
export const useIsDesktop = (): boolean => useSyncExternalStore(subscribe, () => desktop.matches);
