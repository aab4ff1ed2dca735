import { afterAnswer, type FeedHealth } from '../domain/market/feed-health.ts';
import type { QuoteSource } from '../ports/venue.ts';

/**
 * Begins a call of a feed. What it returns tells the health after the answer: unchanged where no request went out, for an answer
 * out of what the process remembers says nothing of the feed.
 * @param elapsed a monotonic clock, ms
 */
export const beginCall = ({ sent }: Pick<QuoteSource, 'sent'>, elapsed: () => number) => {
  const asked = elapsed();
  const before = sent?.();
  return <Health extends FeedHealth | undefined>(health: Health, now: number): FeedHealth | Health =>
    sent && sent() === before ? health : afterAnswer(health, now, elapsed() - asked);
};
