import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Overview } from '../../api.ts';
import { CloseButton } from '../../ui/close-button.tsx';
import { Side } from '../../ui/side.tsx';
import { fillIds, fillWords, type NewFill, newFills } from './new-fills.ts';

const SHOWN_MS = 8_000;
const MOST = 4;

interface Props {
  /** Of all accounts. */
  readonly overview: Overview | undefined;
  readonly placesOf: (symbol: string) => number;
  readonly onTrade: (id: string) => void;
}

/** Says each fill as it comes, for some seconds; a press opens why it came at this price. */
export const FillNotices = ({ overview, placesOf, onTrade }: Props): ReactNode => {
  const known = useRef<ReadonlySet<string>>(undefined);
  const [shown, setShown] = useState<readonly NewFill[]>([]);
  useEffect(() => {
    if (!overview) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...fillIds(overview)]);
    if (!before) return;
    const fresh = newFills(overview, before);
    if (fresh.length === 0) return;
    setShown((all) => [...all, ...fresh].slice(-MOST));
    const ids = new Set(fresh.map(({ id }) => id));
    setTimeout(() => setShown((all) => all.filter(({ id }) => !ids.has(id))), SHOWN_MS);
  }, [overview]);
  return (
    <ul
      aria-label="New fills"
      aria-live="polite"
      className="fixed right-4 bottom-4 z-40 grid w-80 gap-2 max-lg:inset-x-2 max-lg:top-13 max-lg:bottom-auto max-lg:w-auto"
    >
      {shown.map((one) => (
        <li
          key={one.id}
          className="flex animate-rise items-center gap-2 rounded-md border border-line bg-raised py-2 pr-1 pl-3"
        >
          <button
            type="button"
            onClick={() => {
              setShown((all) => all.filter(({ id }) => id !== one.id));
              onTrade(one.trade.id);
            }}
            className="grid flex-1 text-left"
          >
            <span className="font-medium tabular-nums">{fillWords(one, placesOf(one.trade.symbol))}</span>
            <span className="text-label text-muted">
              {one.trade.symbol} <Side direction={one.trade.direction} />
            </span>
          </button>
          <CloseButton
            label="Dismiss"
            onClose={() => setShown((all) => all.filter(({ id }) => id !== one.id))}
          />
        </li>
      ))}
    </ul>
  );
};
