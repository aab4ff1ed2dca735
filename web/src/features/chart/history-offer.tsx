import { type ReactNode, useEffect, useState } from 'react';
import type { Interval } from '../../../../shared/domain/market/candle.ts';
import { explain } from '../../errors.ts';
import { formatAge } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { CloseButton } from '../../ui/close-button.tsx';
import type { Span } from './bars.ts';
import { isNearlyEmpty, type Offer, offerOf } from './offer.ts';
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

const Line = ({ children }: { children: ReactNode }): ReactNode => (
  <div
    role="status"
    className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-2 border-line border-b px-3 py-1 text-label text-muted"
  >
    {children}
  </div>
);

const Progress = ({ venue, progress }: { venue: string; progress: number }): ReactNode => (
  <Line>
    <span>Fetching history from {venue}</span>
    <progress
      className="h-1 w-40 appearance-none overflow-hidden rounded bg-line [&::-moz-progress-bar]:bg-gold [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-gold"
      aria-label="History fetched"
      value={progress}
      max={1}
    />
    <span className="tabular-nums">{Math.floor(progress * 100)} %</span>
  </Line>
);

interface MissingProps {
  readonly offer: Offer;
  readonly venue: string;
  readonly isForbidden: boolean;
  readonly onFetch: () => void;
}

const Missing = ({ offer, venue, isForbidden, onFetch }: MissingProps): ReactNode => (
  <>
    <span>{formatAge(offer.missingMs / 1000)} of history missing.</span>
    {isForbidden ? (
      <span>Fetching it needs the scope trade, which this key lacks.</span>
    ) : (
      <Button kind="plain" size="small" className="text-text" onClick={onFetch}>
        Fetch the last {offer.days} days from {venue}
      </Button>
    )}
  </>
);

/**
 * Where the chart lacks a part of its past: how much, and a way to have it fetched. Nothing where it lacks none. A chart that has
 * nearly nothing begins with the last week by itself.
 */
export const HistoryOffer = ({ symbol, interval, missing, venue, now }: Props): ReactNode => {
  const [dismissed, setDismissed] = useState(false);
  const { begin, beginUnasked, progress, failed, error, isForbidden } = useImport(symbol);
  const isEmpty = isNearlyEmpty(missing, interval, now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: that it is empty is what begins it, not the clock
  useEffect(() => {
    if (isEmpty) beginUnasked(now);
  }, [isEmpty]);
  const offer = offerOf(missing, interval, now);
  if (progress !== undefined) return <Progress venue={venue} progress={progress} />;
  if (!offer || dismissed) return null;
  return (
    <Line>
      {error !== null && <span className="text-warning">{explain(error, UNKNOWN)}</span>}
      {failed !== undefined && (
        <span className="text-warning">The history did not come whole: {failed}.</span>
      )}
      <Missing offer={offer} venue={venue} isForbidden={isForbidden} onFetch={() => begin(offer.days, now)} />
      <CloseButton label="Hide this line" className="ml-auto" onClose={() => setDismissed(true)} />
    </Line>
  );
};
