import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import axios, { AxiosHeaders, type AxiosResponse } from 'axios';
import type * as z from 'zod';
import type { VenueId } from '../../domain/market/symbol.ts';
import { FeedError, type FeedErrorKind, REFUSALS } from '../../ports/venue.ts';
import { kindOfStatus, RefusedRequest, retryAfterMs, transportError } from './http-errors.ts';
import { createPacer } from './pacer.ts';

export interface HttpOptions {
  readonly baseUrl: string;
  /** Of one attempt, body included, ms. */
  readonly timeoutMs?: number;
  /** Of one call of an adapter with all its requests, retries and pauses, ms: a tick never hangs. */
  readonly budgetMs?: number;
  readonly retries?: number;
  /** Of one answer, unpacked. */
  readonly maxBytes?: number;
  /** Where the exchange limits requests: so many a second, after a burst of as many as `burst`. */
  readonly pace?: { readonly perSecond: number; readonly burst: number };
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** A monotonic clock, ms. */
  readonly elapsed?: () => number;
}

export interface Answer<T> {
  readonly body: T;
  /** The server's clock as its `Date` header has it, ms, whole seconds. */
  readonly date: number | undefined;
  readonly header: (name: string) => string | undefined;
}

type Params = Readonly<Record<string, string | number | boolean>>;
export type Get = <T>(path: string, schema: z.ZodType<T>, params?: Params) => Promise<Answer<T>>;

export interface Http {
  /** A `get` whose requests share one time budget, and stop at the first refusal that concerns them all. */
  call(): Get;
  /** Requests that have gone out so far. */
  sent(): number;
}

const FIRST_BACKOFF = 200;
const RETRIED: ReadonlySet<FeedErrorKind> = new Set(['timeout', 'network', 'unavailable']);

const headerOf = (response: AxiosResponse<string>, name: string): string | undefined => {
  const value = AxiosHeaders.from(response.headers as AxiosHeaders).get(name);
  return typeof value === 'string' ? value : undefined;
};

const jsonOf = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

/** @throws FeedError for every answer that is not a success of the expected shape */
const readAnswer = <T>(venue: VenueId, response: AxiosResponse<string>, schema: z.ZodType<T>): Answer<T> => {
  const { status, data: text } = response;
  const dated = Date.parse(headerOf(response, 'date') ?? '');
  const date = Number.isNaN(dated) ? undefined : dated;
  const json = jsonOf(text);
  const kind = kindOfStatus(status);
  if (kind === 'bad_answer') throw new RefusedRequest(venue, status, json?.value, `answered ${status}`);
  if (kind) {
    const pause = retryAfterMs(headerOf(response, 'retry-after'), date ?? Date.now());
    throw new FeedError(venue, kind, `answered ${status}`, pause);
  }
  if (!json) {
    const what = text.trimStart().startsWith('<') ? 'a page of HTML' : 'no JSON';
    throw new FeedError(venue, 'bad_answer', `answered ${what} (${text.length} characters)`);
  }
  const parsed = schema.safeParse(json.value);
  if (parsed.success)
    return {
      body: parsed.data,
      date,
      header: (name) => headerOf(response, name),
    };
  const issue = parsed.error.issues[0];
  throw new FeedError(venue, 'bad_answer', `answer at "${issue?.path.join('.')}": ${issue?.message}`);
};

/** The one way to an exchange: bounded in time and size, retried with jitter only where that can help. */
export const createHttp = (venue: VenueId, options: HttpOptions): Http => {
  const { timeoutMs = 4_000, budgetMs = 15_000, retries = 2, maxBytes = 32 * 1024 * 1024 } = options;
  const { sleep = wait, random = Math.random, elapsed = () => performance.now() } = options;
  const placeInLine = options.pace
    ? createPacer(options.pace.perSecond, options.pace.burst, elapsed)
    : () => 0;
  const client = axios.create({
    baseURL: options.baseUrl,
    headers: { 'User-Agent': 'paperwick', Accept: 'application/json' },
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    // The text is parsed here, so that a page of HTML is told from JSON; every status is an answer.
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: maxBytes,
  });

  let requests = 0;
  const attempt = async <T>(path: string, schema: z.ZodType<T>, params: Params, left: number) => {
    // A signal, since axios' own timeout starts anew with each byte of a body that drips in.
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(timeoutMs, left))));
    requests += 1;
    const response = await client.get<string>(path, { params, signal }).catch((error: unknown) => {
      throw transportError(venue, error, signal.aborted);
    });
    return readAnswer(venue, response, schema);
  };

  const getBy = async <T>(deadline: number, path: string, schema: z.ZodType<T>, params: Params) => {
    const outOfTime = () => new FeedError(venue, 'timeout', 'did not answer within the time budget');
    for (let tried = 0; ; tried += 1) {
      const line = placeInLine();
      if (elapsed() + line >= deadline) throw outOfTime();
      if (line > 0) await sleep(line);
      try {
        return await attempt(path, schema, params, deadline - elapsed());
      } catch (error) {
        if (!(error instanceof FeedError) || !RETRIED.has(error.kind) || tried >= retries) throw error;
        const backoff = FIRST_BACKOFF * 2 ** tried * (0.5 + random() / 2);
        const pause = Math.max(backoff, error.retryAfterMs ?? 0);
        if (elapsed() + pause >= deadline) throw error;
        await sleep(pause);
      }
    }
  };

  return {
    sent: () => requests,
    call: () => {
      const deadline = elapsed() + budgetMs;
      let refusal: FeedError | undefined;
      return async (path, schema, params = {}) => {
        if (refusal) throw refusal;
        try {
          return await getBy(deadline, path, schema, params);
        } catch (error) {
          if (error instanceof FeedError && REFUSALS.has(error.kind)) refusal = error;
          throw error;
        }
      };
    },
  };
};
