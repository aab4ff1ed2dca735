import { ApiError, createClient, type Request } from '../../shared/contract/client.ts';
import { currentKey, signOut } from './session.ts';

export { ApiError } from '../../shared/contract/client.ts';
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

export type NewTrade = Request<'createTrade'>['body'];
/** A price sets the exit, null removes it, absent leaves it as it is. */
export type ExitChange = Request<'amendTrade'>['body'];

const PATIENCE_MS = 10_000;
const LOG_ROWS = '100';
const PAGE = '50';
const ENDED = 'closed,cancelled,expired,rejected';

const client = createClient({ baseUrl: '', apiKey: currentKey });
const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

/** API Gateway itself answers 403 where the authorizer does not know the key; a key without a scope has a code of its own. */
const isUnknownKey = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || (error.status === 403 && error.code === 'gateway'));

/** A key that the API no longer accepts brings back the sign-in; an answer to a key given up meanwhile does not. */
const guarded = async <T>(request: () => Promise<T>): Promise<T> => {
  const key = currentKey();
  try {
    return await request();
  } catch (error) {
    if (isUnknownKey(error) && key === currentKey()) signOut(true);
    throw error;
  }
};

/** The calls of this page. Each throws ApiError where it was refused, and what `fetch` throws where nobody answered. */
export const api = {
  overview: () => guarded(() => client.call('getOverview', { signal: patience() })),
  instruments: () => guarded(() => client.call('listInstruments', { signal: patience() })),
  trade: (id: string) => guarded(() => client.call('getTrade', { params: { id }, signal: patience() })),
  endedTrades: (cursor: string | undefined) =>
    guarded(() =>
      client.call('listTrades', {
        query: { status: ENDED, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
        signal: patience(),
      }),
    ),
  status: () => guarded(() => client.call('getStatus', { signal: patience() })),
  logs: (id: string) =>
    guarded(() =>
      client.call('listTradeLogs', { params: { id }, query: { limit: LOG_ROWS }, signal: patience() }),
    ),
  createTrade: (body: NewTrade) => guarded(() => client.call('createTrade', { body, signal: patience() })),
  changeExits: (id: string, body: ExitChange) =>
    guarded(() => client.call('amendTrade', { params: { id }, body, signal: patience() })),
  cancelTrade: (id: string) =>
    guarded(() => client.call('cancelTrade', { params: { id }, signal: patience() })),
  closeTrade: (id: string) =>
    guarded(() => client.call('closeTrade', { params: { id }, signal: patience() })),
} as const;
