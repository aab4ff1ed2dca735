import type { ReactNode } from 'react';
import type { StatusView } from '../../api.ts';
import { formatClock } from '../../format/time.ts';
import { sourceName } from '../../format/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Figure } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

const FEED_TONES = { ok: 'up', failing: 'down', unknown: 'neutral' } as const;
const FEED_WORDS = { ok: 'Answers', failing: 'Fails', unknown: 'Not asked yet' } as const;
type Feed = StatusView['board']['feeds'][number];

/** How a source does: whether it answers, how fast, how often it does not, and why. */
export const FeedLine = ({
  feed,
  clockOffsetMs,
  now,
}: {
  feed: Feed;
  clockOffsetMs?: number;
  now: number;
}): ReactNode => (
  <li className="grid gap-1.5 px-3 py-2">
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="w-24 font-medium">{sourceName(feed.venue)}</span>
      <Badge tone={FEED_TONES[feed.state]}>{FEED_WORDS[feed.state]}</Badge>
      {feed.lastOkAt !== null && (
        <span className="text-table text-muted">
          last answer <RelativeTime time={feed.lastOkAt} now={now} />
        </span>
      )}
    </div>
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      <Figure label="Latency">{feed.latencyMs === null ? '–' : `${Math.round(feed.latencyMs)} ms`}</Figure>
      <Figure label="Last call">
        {feed.lastLatencyMs === null ? '–' : `${Math.round(feed.lastLatencyMs)} ms`}
      </Figure>
      <Figure label="Failed of the last calls">
        {feed.errorRate === null ? (
          '–'
        ) : (
          <span className={feed.errorRate > BAD_RATE ? 'text-warning' : ''}>
            {(feed.errorRate * 100).toFixed(1)} %
          </span>
        )}
      </Figure>
      {clockOffsetMs !== undefined && <Figure label="Its clock">{clockWords(clockOffsetMs)}</Figure>}
      {feed.retryAt !== null && <Figure label="Left alone until">{formatClock(feed.retryAt)}</Figure>}
    </dl>
    {feed.lastError !== null && (
      <p className={`text-label ${feed.state === 'failing' ? 'text-down' : 'text-muted'}`}>
        {feed.state === 'failing' ? `${feed.failures} failures in a row: ` : 'Last failure: '}
        {feed.lastError}
        {feed.lastErrorAt !== null && (
          <>
            {', '}
            <RelativeTime time={feed.lastErrorAt} now={now} />
          </>
        )}
      </p>
    )}
  </li>
);

const BAD_RATE = 0.05;
const clockWords = (offset: number): string =>
  offset === 0 ? 'as ours' : `${Math.abs(Math.round(offset))} ms ${offset > 0 ? 'ahead' : 'behind'}`;
