import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type AccountView, api, type Overview, type PortfolioView } from './api.ts';
import { POLLING } from './live/polling.ts';
import { useLive } from './live/state.ts';
import { remember, remembered } from './remembered.ts';

const STORAGE = 'account';
const FIRST = 'main';

/** All that a booking or a fill changes. */
const BOOKS = ['accounts', 'portfolio', 'positions', 'history', 'ledger'] as const;

/** Asks for the books at once: something was just booked. */
export const useRefreshBooks = (): (() => Promise<unknown>) => {
  const client = useQueryClient();
  return () => Promise.all(BOOKS.map((name) => client.invalidateQueries({ queryKey: [name] })));
};

export interface Accounts {
  /** Undefined until they have been read once. */
  readonly all: readonly AccountView[] | undefined;
  readonly chosen: AccountView | undefined;
  /** Whose trades are shown, and where new ones go; known before the account itself. */
  readonly chosenId: string;
  readonly choose: (id: string) => void;
}

/** The accounts of whoever is signed in, and the one that this page is about: kept for the next time. */
export const useAccounts = (): Accounts => {
  const [wanted, setWanted] = useState(() => remembered(STORAGE));
  const live = useLive();
  const { data } = useQuery({
    queryKey: ['accounts'],
    queryFn: async () => (await api.accounts()).items,
    refetchInterval: live ? POLLING.accounts.live : POLLING.accounts.alone,
    refetchIntervalInBackground: false,
    retry: false,
  });
  const chosen = data?.find(({ id }) => id === wanted) ?? data?.find(({ id }) => id === FIRST) ?? data?.at(0);
  return {
    all: data,
    chosen,
    chosenId: chosen?.id ?? wanted ?? FIRST,
    choose: (id) => {
      remember(STORAGE, id);
      setWanted(id);
    },
  };
};

/** What the account is worth, with its day. Live positions move it: polled while it is in sight. */
export const usePortfolio = (account: string, known: boolean): PortfolioView | undefined => {
  const live = useLive();
  const { data } = useQuery({
    queryKey: ['portfolio', account],
    queryFn: () => api.portfolio(account),
    enabled: known,
    refetchInterval: live ? POLLING.portfolio.live : POLLING.portfolio.alone,
    refetchIntervalInBackground: false,
    placeholderData: (rows, before) => (before?.queryKey[1] === account ? keepPreviousData(rows) : undefined),
    retry: false,
  });
  return data;
};

/** Changes whenever a trade of the overview was filled, reserved or released something. */
export const revisionOf = (overview: Overview | undefined): string | undefined =>
  overview?.active.map(({ id, version }) => `${id} ${version}`).join();

/** Reads the books again as soon as trades have moved them. */
export const useBooksFollow = (overview: Overview | undefined): void => {
  const revision = revisionOf(overview);
  const before = useRef(revision);
  const refresh = useRefreshBooks();
  const ask = useRef(refresh);
  ask.current = refresh;
  useEffect(() => {
    if (before.current !== undefined && revision !== before.current) void ask.current();
    before.current = revision;
  }, [revision]);
};
