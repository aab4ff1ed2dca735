import type { ReactNode } from 'react';

const PATHS = {
  terminal: 'M4 18l5-6 4 3 7-9M15 6h5v5',
  markets: 'M6 4v4m0 8v4M4 8h4v8H4zM12 3v3m0 6v3M10 6h4v6h-4zM18 9v3m0 6v3M16 12h4v6h-4z',
  trades: 'M4 6h16M4 12h16M4 18h10',
  status: 'M3 12h4l3-7 4 14 3-7h4',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.5 1.5m11 11L19 19M5 19l1.5-1.5m11-11L19 5',
  moon: 'M20 14.5A8 8 0 119.5 4a6.5 6.5 0 0010.5 10.5z',
  portfolio: 'M12 3a9 9 0 109 9h-9zM15.5 3.7a9 9 0 014.8 4.8h-4.8z',
  ledger: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM8.5 14.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  more: 'M5 11.5a.5.5 0 100 1 .5.5 0 000-1zM12 11.5a.5.5 0 100 1 .5.5 0 000-1zM19 11.5a.5.5 0 100 1 .5.5 0 000-1z',
  chevron: 'M7 10l5 5 5-5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  plus: 'M12 5v14M5 12h14',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14',
  deposit: 'M12 4v12m-5-5l5 5 5-5M5 20h14',
  withdraw: 'M12 16V4M7 9l5-5 5 5M5 20h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  user: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20a7.5 7.5 0 0115 0',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  close: 'M6 6l12 12M18 6L6 18',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): ReactNode => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    width="18"
    height="18"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={PATHS[name]} />
  </svg>
);

/** The mark: a candle whose wick is longer than its body. */
export const Mark = (): ReactNode => (
  <svg aria-hidden="true" viewBox="0 0 32 32" width="24" height="24" className="text-gold">
    <path d="M16 4v24" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <rect x="11" y="11" width="10" height="11" rx="1.5" fill="currentColor" />
  </svg>
);
