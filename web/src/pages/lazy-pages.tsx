import { type ComponentType, lazy } from 'react';
import type { Desk } from '../desk.ts';
import type { Place } from '../place.ts';
import { Terminal } from './terminal.tsx';

type Page = ComponentType<{ desk: Desk }>;

const LOADERS = {
  portfolio: () => import('./portfolio.tsx'),
  markets: () => import('./markets.tsx'),
  trades: () => import('./trades.tsx'),
  ledger: () => import('./ledger.tsx'),
  status: () => import('./status.tsx'),
  settings: () => import('./settings.tsx'),
  more: () => import('./more.tsx'),
} as const;

/** The terminal comes with the page; the others when they are first looked at, each a file of its own. */
export const PAGES: Readonly<Record<Place, Page>> = {
  terminal: Terminal,
  portfolio: lazy(LOADERS.portfolio),
  markets: lazy(LOADERS.markets),
  trades: lazy(LOADERS.trades),
  ledger: lazy(LOADERS.ledger),
  status: lazy(LOADERS.status),
  settings: lazy(LOADERS.settings),
  more: lazy(LOADERS.more),
};
