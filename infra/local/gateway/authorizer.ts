import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Invocation } from '../lambda/protocol.ts';

export interface AuthorizerSpec {
  readonly arn: string;
  /** `$request.header.Authorization`, `$request.querystring.x` */
  readonly identitySource: readonly string[];
  /** 0: nothing is kept. */
  readonly ttlSeconds: number;
}

export type Verdict =
  | { readonly verdict: 'allowed'; readonly context: Readonly<Record<string, unknown>> }
  /** No credential where one is wanted. */
  | { readonly verdict: 'unauthorized' }
  | { readonly verdict: 'forbidden' }
  /** The authorizer itself went wrong. */
  | { readonly verdict: 'failed' };

const simpleAnswer = z.object({
  isAuthorized: z.boolean(),
  context: z.record(z.string(), z.unknown()).nullish(),
});

/** A Lambda authorizer with simple answers, each kept for a while by its identity sources. */
export class Authorizer {
  readonly #spec: AuthorizerSpec;
  readonly #invoke: (event: unknown) => Promise<Invocation>;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>();

  /** @param now the real clock: credentials age in real time, however fast the market runs */
  constructor(
    spec: AuthorizerSpec,
    invoke: (event: unknown) => Promise<Invocation>,
    now: () => number = Date.now,
  ) {
    this.#spec = spec;
    this.#invoke = invoke;
    this.#now = now;
  }

  async authorize(event: APIGatewayProxyEventV2): Promise<Verdict> {
    const identity = this.#spec.identitySource.map((source) => identityOf(source, event));
    if (identity.some((value) => !value)) return { verdict: 'unauthorized' };
    const key = JSON.stringify(identity);
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#now()) return kept.verdict;
    const { body: _body, isBase64Encoded: _encoded, ...request } = event;
    const verdict = verdictOf(
      await this.#invoke({
        ...request,
        type: 'REQUEST',
        routeArn: `${this.#spec.arn}/${event.requestContext.stage}/${event.routeKey.replace(' ', '')}`,
        identitySource: identity,
      }),
    );
    if (verdict.verdict !== 'failed') this.#keep(key, verdict);
    return verdict;
  }

  #keep(key: string, verdict: Verdict): void {
    if (this.#spec.ttlSeconds === 0) return;
    const now = this.#now();
    for (const [other, { until }] of this.#kept) {
      if (until <= now) this.#kept.delete(other);
    }
    this.#kept.set(key, { verdict, until: now + this.#spec.ttlSeconds * 1000 });
  }
}

const identityOf = (source: string, event: APIGatewayProxyEventV2): string | undefined => {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return event.headers[name.toLowerCase()];
  if (place === 'querystring') return event.queryStringParameters?.[name];
  throw new Error(`the local gateway does not know the identity source ${source}`);
};

const verdictOf = (invocation: Invocation): Verdict => {
  if (!invocation.ok) {
    // The one error that API Gateway reads as an answer.
    const refused = invocation.error.errorMessage === 'Unauthorized';
    return { verdict: refused ? 'unauthorized' : 'failed' };
  }
  const answer = simpleAnswer.safeParse(invocation.payload);
  if (!answer.success) return { verdict: 'failed' };
  if (!answer.data.isAuthorized) return { verdict: 'forbidden' };
  return { verdict: 'allowed', context: answer.data.context ?? {} };
};
