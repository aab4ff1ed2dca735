import { type ComponentType, lazy } from 'react';
import type { Desk } from '../desk.ts';
import type { Place } from '../place.ts';

type Page = ComponentType<{ desk: Desk }>;

const LOADERS = {
  terminal: () => import('./terminal.tsx'),
  portfolio: () => import('./portfolio.tsx'),
  markets: () => import('./markets.tsx'),
  trades: () => import('./trades.tsx'),
  ledger: () => import('./ledger.tsx'),
  status: () => import('./status.tsx'),
  settings: () => import('./settings.tsx'),
  more: () => import('./more.tsx'),
} as const;

/** Each page is a file of its own, loaded when it is first looked at. */
export const PAGES: Readonly<Record<Place, Page>> = {
  terminal: lazy(LOADERS.terminal),
  portfolio: lazy(LOADERS.portfolio),
  markets: lazy(LOADERS.markets),
  trades: lazy(LOADERS.trades),
  ledger: lazy(LOADERS.ledger),
  status: lazy(LOADERS.status),
  settings: lazy(LOADERS.settings),
  more: lazy(LOADERS.more),
};
