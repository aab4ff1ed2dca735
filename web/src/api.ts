import type * as z from 'zod';
import { logPage } from '../../shared/contract/schemas/log.ts';
import { problemSchema } from '../../shared/contract/schemas/problem.ts';
import { overviewSchema, statusSchema } from '../../shared/contract/schemas/status.ts';
import { tradeSchema } from '../../shared/contract/schemas/trade.ts';
import { currentKey, signOut } from './session.ts';

export type {
  EvidenceJson as EvidenceView,
  LogRowJson as LogRow,
} from '../../shared/contract/schemas/log.ts';
export type { PriceJson as PriceView } from '../../shared/contract/schemas/market.ts';
export type {
  OverviewJson as Overview,
  StatusJson as StatusView,
} from '../../shared/contract/schemas/status.ts';
export type { FillJson as FillView, TradeJson as TradeView } from '../../shared/contract/schemas/trade.ts';

/** What API Gateway itself answers has none of these fields. */
const problemBody = problemSchema.partial();
type ProblemBody = z.infer<typeof problemBody>;

export interface NewTrade {
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly quantity: string;
  readonly entry: { readonly type: string; readonly limit?: string; readonly stop?: string };
  readonly takeProfit?: string;
  readonly stopLoss?: string;
}

/** A price sets the exit, null removes it, absent leaves it as it is. */
export interface ExitChange {
  readonly takeProfit?: string | null;
  readonly stopLoss?: string | null;
}

/** The API answered, and refused. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly code: string;
  readonly errors: NonNullable<ProblemBody['errors']>;
  constructor(status: number, problem: ProblemBody) {
    super(problem.detail ?? problem.title ?? `The API answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.errors = problem.errors ?? [];
  }
}

/** No answer, or one that is none of the API's: whether the request took effect is not known. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

const PATIENCE_MS = 10_000;

const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
  try {
    return await fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${currentKey() ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
      cache: 'no-store',
    });
  } catch (error) {
    throw new UnreachableError('The API did not answer.', { cause: error });
  }
};

/** @throws RefusedError, UnreachableError */
const call = async <T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> => {
  const key = currentKey();
  const response = await send(method, path, body);
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.status === 401 && key === currentKey()) signOut(true);
  if (!response.ok) {
    const problem = problemBody.safeParse(answer);
    if (response.status >= 500 && !problem.success)
      throw new UnreachableError(`The API answered ${response.status}.`);
    throw new RefusedError(response.status, problem.success ? problem.data : {});
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success)
    throw new UnreachableError('The answer is not one of this version of the API.', { cause: parsed.error });
  return parsed.data;
};

const tradePath = (id: string): string => `/v1/trades/${encodeURIComponent(id)}`;

export const api = {
  overview: () => call(overviewSchema, 'GET', '/v1/overview'),
  status: () => call(statusSchema, 'GET', '/v1/status'),
  logs: (tradeId: string) => call(logPage, 'GET', `${tradePath(tradeId)}/logs?limit=100`),
  createTrade: (trade: NewTrade) => call(tradeSchema, 'POST', '/v1/trades', trade),
  changeExits: (id: string, change: ExitChange) => call(tradeSchema, 'PATCH', tradePath(id), change),
  cancelTrade: (id: string) => call(tradeSchema, 'DELETE', tradePath(id)),
  closeTrade: (id: string) => call(tradeSchema, 'POST', `${tradePath(id)}/close`),
} as const;
