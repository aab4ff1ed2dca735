import {
  ApiError,
  createClient,
  type Request as RequestOf,
  type Response as ResponseOf,
} from '../../shared/contract/client.ts';
import type { OperationId } from '../../shared/contract/operations.ts';
import type { TradeJson as TradeView } from '../../shared/contract/schemas/trade.ts';
import type { Interval } from '../../shared/domain/market/candle.ts';
import { freshen, leave, renew } from './session/begin.ts';
import { currentCredential, currentSession, identityOf } from './session/session.ts';

export { ApiError } from '../../shared/contract/client.ts';
export type {
  AccountJson as AccountView,
  AuditJson as AuditView,
} from '../../shared/contract/schemas/account.ts';
export type {
  BoardJson as BoardView,
  BoardRowJson as BoardRow,
} from '../../shared/contract/schemas/board.ts';
export type { CandleListJson as CandlesView } from '../../shared/contract/schemas/candles.ts';
export type {
  FillEntryJson as FillEntryView,
  LedgerEntryJson as LedgerEntryView,
} from '../../shared/contract/schemas/ledger.ts';
export type {
  EvidenceJson as EvidenceView,
  LogRowJson as LogRow,
} from '../../shared/contract/schemas/log.ts';
export type { PriceJson as PriceView } from '../../shared/contract/schemas/market.ts';
export type { ApiKeyJson as ApiKeyView } from '../../shared/contract/schemas/me.ts';
export type {
  PortfolioHistoryJson as HistoryView,
  PortfolioJson as PortfolioView,
  PositionJson as PositionView,
} from '../../shared/contract/schemas/portfolio.ts';
export type {
  OverviewJson as Overview,
  StatusJson as StatusView,
} from '../../shared/contract/schemas/status.ts';
export type { FillJson as FillView, TradeJson as TradeView } from '../../shared/contract/schemas/trade.ts';

export type { WatchlistJson as WatchlistView } from '../../shared/contract/schemas/watchlist.ts';

export type NewTrade = RequestOf<'createTrade'>['body'];
/** A price sets the exit, null removes it, absent leaves it as it is. */
export type ExitChange = RequestOf<'amendTrade'>['body'];
export type LedgerFilter = Omit<RequestOf<'listLedger'>['query'], 'cursor' | 'limit'>;
export type Period = NonNullable<RequestOf<'getPortfolioHistory'>['query']['period']>;

const PATIENCE_MS = 10_000;
const LOG_ROWS = '100';
const PAGE = '50';
const BOARD_ROWS = '100';
const ENDED = 'closed,cancelled,expired,rejected';

const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

/** API Gateway itself answers 403 where the authorizer does not know the credential; a key without a scope has a code of its own. */
const isUnknownCredential = (error: unknown): boolean =>
  error instanceof ApiError &&
  ((error.code === 'gateway' && (error.status === 401 || error.status === 403)) ||
    error.code === 'unauthorized');

const currentIdentity = (): string | undefined => {
  const session = currentSession();
  return session.state === 'signed_in' ? identityOf(session.credential) : undefined;
};

/**
 * A credential that the API no longer accepts: a person's token is renewed and the request sent once more, as the same
 * person only; a key brings back the sign-in. An answer to somebody who has left meanwhile does neither.
 */
const guarded = async <T>(request: () => Promise<T>): Promise<T> => {
  await freshen();
  const [who, used] = [currentIdentity(), currentCredential()];
  try {
    return await request();
  } catch (error) {
    if (!isUnknownCredential(error) || who === undefined || who !== currentIdentity()) throw error;
    if (!who.startsWith('person ')) leave('key_refused');
    // Another request may have renewed it already.
    else if ((used !== currentCredential() || (await renew())) && who === currentIdentity()) return request();
    throw error;
  }
};

const client = createClient({ baseUrl: '', apiKey: currentCredential });

/**
 * Calls an operation as whoever is signed in.
 * @throws ApiError where it was refused, and what `fetch` throws where nobody answered
 */
export const ask = <Id extends OperationId>(id: Id, request: RequestOf<Id>): Promise<ResponseOf<Id>> =>
  guarded(() => client.call(id, { ...request, signal: patience() }));

/** The calls of this page. */
export const api = {
  streamTicket: () => ask('createStreamTicket', {}),
  overview: () => ask('getOverview', {}),
  instruments: () => ask('listInstruments', { query: {} }),
  instrument: async (symbol: string) =>
    (await ask('listInstruments', { query: { all: 'true', search: symbol } })).items.find(
      (one) => one.symbol === symbol,
    ) ?? null,
  board: () => ask('listMarkets', { query: { limit: BOARD_ROWS } }),
  watchlists: () => ask('listWatchlists', {}),
  createWatchlist: (body: RequestOf<'createWatchlist'>['body']) => ask('createWatchlist', { body }),
  changeWatchlist: (id: string, version: number, symbols: string[]) =>
    ask('changeWatchlist', { params: { id }, headers: { 'if-match': `"${version}"` }, body: { symbols } }),
  deleteWatchlist: (id: string) => ask('deleteWatchlist', { params: { id } }),
  market: (base: string) => ask('getMarket', { params: { base } }),
  importCandles: (symbol: string, from: string, to: string) =>
    ask('importCandles', { body: { symbol, from, to } }),
  candleImport: (id: string) => ask('getCandleImport', { params: { id } }),
  /** The last `limit` candles up to a moment, or up to now. */
  candles: (symbol: string, interval: Interval, limit: number, to: string | undefined, indicators: string) =>
    ask('listCandles', {
      query: {
        symbol,
        interval,
        limit: String(limit),
        ...(to === undefined ? {} : { to }),
        ...(indicators === '' ? {} : { indicators }),
      },
    }),
  trade: (id: string) => ask('getTrade', { params: { id } }),
  endedTrades: (cursor: string | undefined) =>
    ask('listTrades', {
      query: { status: ENDED, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
    }),
  status: () => ask('getStatus', {}),
  logs: (id: string) => ask('listTradeLogs', { params: { id }, query: { limit: LOG_ROWS } }),
  createTrade: (body: NewTrade) => ask('createTrade', { body }),
  /** Targets are named with what is left of each: where one has filled since, this is refused. */
  changeExits: ({ id, version }: Pick<TradeView, 'id' | 'version'>, body: ExitChange) =>
    ask('amendTrade', {
      params: { id },
      body,
      ...(body.targets === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
    }),
  cancelTrade: (id: string) => ask('cancelTrade', { params: { id } }),
  closeTrade: (id: string) => ask('closeTrade', { params: { id } }),
  accounts: () => ask('listAccounts', {}),
  createAccount: (body: RequestOf<'createAccount'>['body']) => ask('createAccount', { body }),
  changeAccount: (id: string, body: RequestOf<'changeAccount'>['body']) =>
    ask('changeAccount', { params: { id }, body }),
  closeAccount: (id: string) => ask('closeAccount', { params: { id } }),
  deposit: (id: string, body: RequestOf<'deposit'>['body']) => ask('deposit', { params: { id }, body }),
  withdraw: (id: string, body: RequestOf<'withdraw'>['body']) => ask('withdraw', { params: { id }, body }),
  resetAccount: (id: string) => ask('resetAccount', { params: { id } }),
  audit: (id: string) => ask('auditAccount', { params: { id }, query: {} }),
  portfolio: (account: string) => ask('getPortfolio', { query: { account } }),
  positions: (account: string) => ask('listPositions', { query: { account } }),
  portfolioHistory: (account: string, period: Period) =>
    ask('getPortfolioHistory', { query: { account, period } }),
  ledger: (filter: LedgerFilter, cursor: string | undefined) =>
    ask('listLedger', { query: { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } }),
  me: () => ask('getMe', {}),
  changeMe: (name: string) => ask('changeMe', { body: { name } }),
  deleteMe: () => ask('deleteMe', {}),
  apiKeys: () => ask('listApiKeys', {}),
  createApiKey: (body: RequestOf<'createApiKey'>['body']) => ask('createApiKey', { body }),
  revokeApiKey: (id: string) => ask('revokeApiKey', { params: { id } }),
  changePassword: (body: RequestOf<'changePassword'>['body']) => ask('changePassword', { body }),
  associateTotp: () => ask('associateTotp', {}),
  verifyTotp: (code: string) => ask('verifyTotp', { body: { code } }),
  removeTotp: () => ask('removeTotp', {}),
} as const;

/** A ledger as a file, page after page until `next` is null; the API writes each as CSV. */
export const ledgerCsv = (path: string): Promise<Response> =>
  guarded(async () => {
    const credential = currentCredential();
    const answer = await fetch(path, {
      headers: { accept: 'text/csv', ...(credential ? { authorization: `Bearer ${credential}` } : {}) },
      signal: patience(),
    });
    if (answer.ok) return answer;
    const refused = answer.status === 401 || answer.status === 403;
    throw new ApiError(
      answer.status,
      refused ? 'gateway' : 'bad_answer',
      `the API answered ${answer.status}`,
    );
  });
