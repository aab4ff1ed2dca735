import type { ReactNode } from 'react';
import type { BoardRow } from '../../api.ts';

interface Props {
  readonly row: BoardRow;
  readonly isWatched: (symbol: string | null) => boolean;
  readonly onWatch: (symbol: string) => void;
}

/** Whether a coin is on the watchlist; what no exchange here lists cannot be followed, so not watched. */
export const Star = ({ row: { name, symbol }, isWatched, onWatch }: Props): ReactNode => {
  if (symbol === null) return <span className="size-6 max-lg:size-10" />;
  const on = isWatched(symbol);
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={`Watch ${name}`}
      title={on ? `Take ${name} off the watchlist` : `Put ${name} on the watchlist`}
      onClick={() => onWatch(symbol)}
      className={`relative z-1 grid size-6 place-items-center rounded hover:bg-raised max-lg:size-10 ${on ? 'text-gold' : 'text-muted'}`}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 24 24"
        width="15"
        height="15"
        fill={on ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      >
        <path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z" />
      </svg>
    </button>
  );
};
