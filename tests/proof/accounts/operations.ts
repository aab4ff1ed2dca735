import type { Random } from '../../oracle/prng.ts';
import type { Ask } from './client.ts';
import type { RandomMarket } from './random-market.ts';

export const BASES: Readonly<Record<string, number>> = { 'BTC/USDT': 60_000, 'ETH/USDT': 3_000 };
const LOT_DECIMALS: Readonly<Record<string, number>> = { 'BTC/USDT': 5, 'ETH/USDT': 4 };
export const ACCOUNTS = ['main', 'swing', 'spare'] as const;

export interface Person {
  readonly userId: string;
  readonly ask: Ask;
  /** Trades that this person has been told of, in that order. */
  readonly trades: string[];
  readonly orders: string[];
}

/** A request, and what is known before it is sent. */
export interface Planned {
  readonly method: string;
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Under this name of the person's own it must be done at most once, whatever becomes of the answers. */
  readonly once?: string;
  /** Its name was used for another request, which was done: this one must be refused with 409. */
  readonly conflicts?: boolean;
}

export interface Scene {
  readonly random: Random;
  readonly market: RandomMarket;
  /** ms, market time. */
  now(): number;
  /** A name that nobody has used. */
  newName(): string;
  /** What this person has asked for under a name, done or not: the newest last. */
  named(person: Person): readonly (Planned & { readonly done: boolean })[];
}

type Plan = (scene: Scene, person: Person) => Planned | undefined;

const RECENT = 12;

const recentTrade = ({ random }: Scene, { trades }: Person): string | undefined =>
  trades.length === 0 ? undefined : random.pick(trades.slice(-RECENT));

const near = ({ random, market, now }: Scene, symbol: string, low: number, high: number): string =>
  (market.priceAt(symbol, now()) * (low + random.next() * (high - low))).toFixed(2);

const entryOf = (scene: Scene, symbol: string, long: boolean) => {
  const { random } = scene;
  const dice = random.next();
  if (dice < 0.4) return { type: 'market' };
  if (dice < 0.75) return { type: 'limit', limit: near(scene, symbol, 0.96, 1.04) };
  const stop = long ? near(scene, symbol, 1.003, 1.05) : near(scene, symbol, 0.95, 0.997);
  if (dice < 0.9) return { type: 'stop', stop };
  return { type: 'stop_limit', stop, limit: (Number(stop) * (0.98 + random.next() * 0.04)).toFixed(2) };
};

const trade: Plan = (scene) => {
  const { random, now } = scene;
  const symbol = random.pick(Object.keys(BASES));
  const long = random.chance(0.5);
  const price = Number(near(scene, symbol, 1, 1));
  const exit = (beyond: boolean) =>
    random.chance(0.5)
      ? undefined
      : near(scene, symbol, ...((beyond ? [1.04, 1.15] : [0.85, 0.96]) as [number, number]));
  const name = random.chance(0.7) ? scene.newName() : undefined;
  return {
    method: 'POST',
    path: '/v1/trades',
    ...(name === undefined ? {} : { once: name }),
    body: {
      symbol,
      direction: long ? 'long' : 'short',
      quantity: (random.log(20, 60_000) / price).toFixed(LOT_DECIMALS[symbol] ?? 4),
      entry: entryOf(scene, symbol, long),
      takeProfit: exit(long),
      stopLoss: exit(!long),
      goodTill: random.chance(0.15) ? new Date(now() + random.int(1, 20) * 60_000).toISOString() : undefined,
      accountId: random.pick(ACCOUNTS),
      clientTradeId: name,
    },
  };
};

/** Spot: a buy without exits, or a sale of what was bought so, across lots and parts of lots. */
const order: Plan = (scene) => {
  const { random } = scene;
  const symbol = random.pick(Object.keys(BASES));
  const side = random.chance(0.5) ? 'buy' : 'sell';
  const isLimit = random.chance(0.3);
  const worth = random.log(20, 20_000);
  const lots = LOT_DECIMALS[symbol] ?? 4;
  const name = random.chance(0.7) ? scene.newName() : undefined;
  return {
    method: 'POST',
    path: '/v1/orders',
    ...(name === undefined ? {} : { once: name }),
    body: {
      symbol,
      side,
      type: isLimit ? 'limit' : 'market',
      ...(isLimit ? { limit: near(scene, symbol, 0.97, 1.03) } : {}),
      ...(random.chance(0.5)
        ? { amount: worth.toFixed(2) }
        : { quantity: (worth / Number(near(scene, symbol, 1, 1))).toFixed(lots) }),
      accountId: random.pick(ACCOUNTS),
      clientOrderId: name,
    },
  };
};

const cancelOrder: Plan = ({ random }, { orders }) =>
  orders.length === 0
    ? undefined
    : { method: 'DELETE', path: `/v1/orders/${random.pick(orders.slice(-RECENT))}` };

const cash: Plan = (scene) => {
  const { random } = scene;
  const kind = random.chance(0.4) ? 'deposits' : 'withdrawals';
  const name = random.chance(0.6) ? scene.newName() : undefined;
  return {
    method: 'POST',
    path: `/v1/accounts/${random.pick(ACCOUNTS)}/${kind}`,
    ...(name === undefined ? {} : { once: name }),
    body: { amount: random.log(0.00000001, 40_000).toFixed(8), clientEntryId: name },
  };
};

/** The same again, or something else under the same name. */
const repeat: Plan = (scene, person) => {
  const before = scene.named(person).slice(-RECENT * 2);
  if (before.length === 0) return undefined;
  const { done, ...request } = scene.random.pick(before);
  if (!done || scene.random.chance(0.7)) return request;
  const changed = 'amount' in (request.body ?? {}) ? { amount: '123.45' } : { quantity: '0.4567' };
  return { ...request, conflicts: true, body: { ...request.body, ...changed } };
};

const amend: Plan = (scene, person) => {
  const id = recentTrade(scene, person);
  const symbol = scene.random.pick(Object.keys(BASES));
  const [field, low, high] = scene.random.chance(0.5)
    ? (['takeProfit', 0.9, 1.2] as const)
    : (['stopLoss', 0.85, 1.1] as const);
  const value = scene.random.chance(0.3) ? null : near(scene, symbol, low, high);
  return id === undefined
    ? undefined
    : { method: 'PATCH', path: `/v1/trades/${id}`, body: { [field]: value } };
};

const cancel: Plan = (scene, person) => {
  const id = recentTrade(scene, person);
  return id === undefined ? undefined : { method: 'DELETE', path: `/v1/trades/${id}` };
};

const close: Plan = (scene, person) => {
  const id = recentTrade(scene, person);
  return id === undefined ? undefined : { method: 'POST', path: `/v1/trades/${id}/close` };
};

/** A part of an open trade, at the market or at a limit that may wait. */
const closePart: Plan = (scene, person) => {
  const { random } = scene;
  const id = recentTrade(scene, person);
  if (id === undefined) return undefined;
  const name = random.chance(0.5) ? scene.newName() : undefined;
  return {
    method: 'POST',
    path: `/v1/trades/${id}/close`,
    body: {
      quantity: random.log(0.0002, 2).toFixed(4),
      ...(random.chance(0.4) ? { limit: near(scene, random.pick(Object.keys(BASES)), 0.97, 1.03) } : {}),
      clientOrderId: name,
    },
  };
};

const createAccount: Plan = ({ random }) => ({
  method: 'POST',
  path: '/v1/accounts',
  body: {
    id: random.pick(ACCOUNTS.slice(1)),
    name: 'of a test',
    openingBalance: random.log(100, 50_000).toFixed(8),
    takerRate: (random.int(0, 10_000) / 1_000_000).toFixed(6),
    slippageBps: random.int(0, 50),
  },
});

const changeAccount: Plan = ({ random }) => ({
  method: 'PATCH',
  path: `/v1/accounts/${random.pick(ACCOUNTS)}`,
  body: { makerRate: (random.int(0, 10_000) / 1_000_000).toFixed(6), slippageBps: random.int(0, 50) },
});

const reset: Plan = ({ random }) => ({ method: 'POST', path: `/v1/accounts/${random.pick(ACCOUNTS)}/reset` });

const closeAccount: Plan = ({ random }) => ({
  method: 'DELETE',
  path: `/v1/accounts/${random.pick(ACCOUNTS.slice(1))}`,
});

const read: Plan = ({ random }) => {
  const account = random.pick(ACCOUNTS);
  return {
    method: 'GET',
    path: random.pick([
      '/v1/accounts',
      `/v1/portfolio?account=${account}`,
      `/v1/positions?account=${account}`,
      `/v1/ledger?account=${account}`,
      `/v1/accounts/${account}/audit`,
      '/v1/trades?status=pending,open',
      `/v1/portfolio/history?account=${account}`,
      `/v1/fills?account=${account}`,
    ]),
  };
};

/** What people do, and how often. A kind that the API gains is one line more. */
export const OPERATIONS: Readonly<Record<string, { readonly weight: number; readonly plan: Plan }>> = {
  trade: { weight: 30, plan: trade },
  order: { weight: 24, plan: order },
  cancelOrder: { weight: 3, plan: cancelOrder },
  cash: { weight: 14, plan: cash },
  repeat: { weight: 8, plan: repeat },
  amend: { weight: 8, plan: amend },
  cancel: { weight: 7, plan: cancel },
  close: { weight: 14, plan: close },
  closePart: { weight: 8, plan: closePart },
  createAccount: { weight: 3, plan: createAccount },
  changeAccount: { weight: 2, plan: changeAccount },
  reset: { weight: 1.5, plan: reset },
  closeAccount: { weight: 0.4, plan: closeAccount },
  read: { weight: 10, plan: read },
};

export const pickOperation = (random: Random): string => {
  const entries = Object.entries(OPERATIONS);
  let left = random.next() * entries.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const [name, { weight }] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'read';
};
