import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useChannels } from './state.ts';

/** What every page needs to know of: its own trades and money. */
const ALWAYS = ['trades', 'account'] as const;
/** Room for the candles, the board and the status beside them. */
const MOST_SYMBOLS = 90;

/** `symbols`: whose prices the page shows. Keeps the page up to date by the socket while somebody is signed in; its code comes after the page itself. */
export const useStream = (symbols: readonly string[]): void => {
  const client = useQueryClient();
  useChannels([
    ...ALWAYS,
    ...[...new Set(symbols)].slice(0, MOST_SYMBOLS).map((symbol) => `prices:${symbol}`),
  ]);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void import('./stream.ts').then(
      ({ startStream }) => {
        if (!gone) stop = startStream(client);
      },
      // The file is gone after an update: polling goes on.
      () => undefined,
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [client]);
};
