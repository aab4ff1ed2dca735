import axios from 'axios';
import type { VenueId } from '../../domain/market/symbol.ts';
import { FeedError, type FeedErrorKind } from '../../ports/venue.ts';

/** The exchange understood the request and refused it (4xx). `body` is what it said, parsed where it was JSON. */
export class RefusedRequest extends FeedError {
  readonly status: number;
  readonly body: unknown;
  constructor(venue: VenueId, status: number, body: unknown, message: string) {
    super(venue, 'bad_answer', message);
    this.status = status;
    this.body = body;
  }
}

/** Binance bans for up to three days; a longer pause is a broken header, not an instruction. */
const LONGEST_RETRY_AFTER = 3 * 24 * 60 * 60 * 1000;

/** `Retry-After` in ms: whole seconds, or an HTTP date seen from `now` (ms); undefined where it is neither. */
export const retryAfterMs = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined || header.trim() === '') return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER);
};

/** What a status says of the feed; undefined for success. */
export const kindOfStatus = (status: number): FeedErrorKind | undefined => {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429) return 'rate_limited';
  // 403 is Binance's firewall and Cloudflare's refusal: asking on makes it worse, as with 418.
  if (status === 418 || status === 451 || status === 403) return 'blocked';
  return status >= 500 ? 'unavailable' : 'bad_answer';
};

const TIMEOUTS = new Set(['ECONNABORTED', 'ETIMEDOUT']);
/** Bytes came, but no whole HTTP answer: cut off, too long, not HTTP, not what its encoding says. */
const isBrokenAnswer = (code: string, message: string): boolean =>
  code === 'ERR_BAD_RESPONSE' ||
  code.startsWith('HPE_') ||
  code.startsWith('Z_') ||
  /aborted|maxContentLength/.test(message);

/** What went wrong before an answer was whole. `timedOut`: we gave up waiting. */
export const transportError = (venue: VenueId, error: unknown, timedOut: boolean): FeedError => {
  const message = error instanceof Error ? error.message : String(error);
  const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
  if (timedOut || TIMEOUTS.has(code)) return new FeedError(venue, 'timeout', 'did not answer in time');
  if (isBrokenAnswer(code, message)) return new FeedError(venue, 'bad_answer', `answer broken: ${message}`);
  return new FeedError(venue, 'network', `could not be reached: ${code || message}`);
};
