import { type ReactNode, useState } from 'react';
import type { Interval } from '../../../../shared/domain/market/candle.ts';
import { explain } from '../../errors.ts';
import { formatAge } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { Span } from './bars.ts';
import { offerOf } from './offer.ts';
import { useImport } from './use-import.ts';

interface Props {
  readonly symbol: string;
  readonly interval: Interval;
  readonly missing: readonly Span[];
  /** Whose record it is, in words. */
  readonly venue: string;
  /** Time of the market, ms. */
  readonly now: number;
}

const UNKNOWN = 'It is not known whether it was begun; asking again does no harm.';

/** Where the chart lacks a part of its past: how much, and a way to have it fetched. Nothing where it lacks none. */
export const HistoryOffer = ({ symbol, interval, missing, venue, now }: Props): ReactNode => {
  const [dismissed, setDismissed] = useState(false);
  const { begin, progress, failed, error } = useImport(symbol);
  const offer = offerOf(missing, interval, now);
  if (progress === undefined && (!offer || dismissed)) return null;
  return (
    <div
      role="status"
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-2 border-line border-b px-3 py-1 text-label text-muted"
    >
      {progress === undefined ? (
        <>
          {error !== null && <span className="text-warning">{explain(error, UNKNOWN)}</span>}
          {failed !== undefined && (
            <span className="text-warning">The history did not come whole: {failed}.</span>
          )}
          {offer && (
            <>
              <span>{formatAge(offer.missingMs / 1000)} of history missing.</span>
              <Button kind="plain" size="small" className="text-text" onClick={() => begin(offer.days, now)}>
                Fetch the last {offer.days} days from {venue}
              </Button>
            </>
          )}
          <Button
            kind="plain"
            size="small"
            className="ml-auto"
            aria-label="Hide this line"
            onClick={() => setDismissed(true)}
          >
            <Icon name="close" />
          </Button>
        </>
      ) : (
        <>
          <span>Fetching history from {venue}</span>
          <progress className="h-1 w-40 accent-gold" aria-label="History fetched" value={progress} max={1} />
          <span className="tabular-nums">{Math.floor(progress * 100)} %</span>
        </>
      )}
    </div>
  );
};
