import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Known } from './json-schema.ts';
import { type Endpoint, type Planned, requestsTo } from './requests.ts';
import { type Answer, Harvest, type Sent, send, written } from './send.ts';

export interface Exchange {
  readonly planned: Planned;
  readonly sent: Sent;
  readonly answer: Answer;
}

export interface RunOptions {
  readonly url: string;
  readonly endpoints: readonly Endpoint[];
  readonly known: Known;
  readonly requests: number;
  readonly seed: number;
  readonly credentials: { readonly good: string; readonly wrong: string };
  readonly concurrency: number;
  /** Once `atLeast` have been sent, nothing is sent any more from here on, `performance.now()`. */
  readonly until?: number;
  readonly atLeast?: number;
  /** What of an exchange is wrong. */
  readonly judge: (exchange: Exchange) => string | undefined;
}

export interface Finding {
  readonly what: string;
  readonly exchange: Exchange;
  /** How often, at this endpoint. */
  times: number;
}

export interface RunReport {
  readonly sent: number;
  /** By endpoint: how often each status came. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly findings: readonly Finding[];
}

const PATIENCE = 100;
const PAUSE_MS = 100;

/** The gateway's throttle says nothing about a request: it is sent again, and counts once. */
const throttled = ({ status, text }: Answer): boolean => status === 429 && text.startsWith('{"message"');

const exchange = async (url: string, sent: Sent): Promise<Answer> => {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send(url, sent);
    if (!throttled(answer) || attempt === PATIENCE) return answer;
    await sleep(PAUSE_MS);
  }
};

const MOST_WEIGHT = 6;
/** What takes a body has most ways to go wrong, and what takes nothing has none. */
const weightOf = ({ body, params, query }: Endpoint): number =>
  body ? MOST_WEIGHT : Object.keys(params).length + Object.keys(query).length > 0 ? 3 : 1;

/** The requests of a run: the same for the same seed, in turns over the endpoints. */
function* planned({ endpoints, known, requests, seed }: RunOptions): Generator<Planned> {
  const weighted = endpoints.map((endpoint) => [requestsTo(endpoint, known), weightOf(endpoint)] as const);
  const turns = Array.from({ length: MOST_WEIGHT }, (_, round) =>
    weighted.flatMap(([arbitrary, weight]) => (weight > round ? [arbitrary] : [])),
  ).flat();
  // Made as they are sent: hostile ones are large.
  for (let made = 0; made < requests; made += 1) {
    const arbitrary = turns[made % turns.length];
    if (!arbitrary) return;
    yield* fc.sample(arbitrary, { seed: seed + made, numRuns: 1 });
  }
}

/** Sends generated requests and has each answer judged. */
export const runFuzz = async (options: RunOptions): Promise<RunReport> => {
  const harvest = new Harvest();
  const statuses = new Map<string, Map<number, number>>();
  const findings = new Map<string, Finding>();
  const plans = planned(options);
  let sentCount = 0;

  const one = async (plan: Planned): Promise<void> => {
    const sent = written(plan, harvest, options.credentials);
    const answer = await exchange(options.url, sent);
    const { id } = plan.endpoint;
    if (answer.status < 300 && String(answer.headers['content-type']).includes('json')) {
      harvest.take(plan.endpoint, JSON.parse(answer.text));
    }
    const counts = statuses.get(id) ?? new Map<number, number>();
    statuses.set(id, counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1));
    const done = { planned: plan, sent, answer };
    const what = options.judge(done);
    if (what === undefined) return;
    const before = findings.get(`${id} ${what}`);
    if (before) before.times += 1;
    else findings.set(`${id} ${what}`, { what, exchange: done, times: 1 });
  };
  const worker = async (): Promise<void> => {
    for (const plan of plans) {
      const late = performance.now() > (options.until ?? Number.POSITIVE_INFINITY);
      if (late && sentCount >= (options.atLeast ?? 0)) return;
      sentCount += 1;
      await one(plan);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return { sent: sentCount, statuses, findings: [...findings.values()] };
};
