import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { randomOrders } from '../../oracle/generate.ts';
import type { OracleBar, OracleOrder } from '../../oracle/oracle.ts';
import { runOracle } from '../../oracle/oracle.ts';
import { randomFrom } from '../../oracle/prng.ts';
import { bar } from './cases.ts';

const options = {
  tickSize: '0.01',
  lotSize: '0.01',
  makerRate: '0.001',
  takerRate: '0.002',
  worth: [50, 20_000],
  every: true,
} as const;

/** A day of a random market around 100, to the cent; some minutes without volume. */
function market(): OracleBar[] {
  const random = randomFrom(12);
  const cents = (value: number) => Math.round(value * 100) / 100;
  let last = 100;
  return Array.from({ length: 1_440 }, (_, n) => {
    const open = cents(last + random.int(-4, 4) / 100);
    const close = cents(open * (1 + (random.next() - 0.5) * 0.006));
    last = close;
    const high = cents(Math.max(open, close) + random.int(0, 20) / 100);
    const low = cents(Math.min(open, close) - random.int(0, 20) / 100);
    return bar(n, open, high, low, close, random.chance(0.05) ? 0 : random.int(1, 400) / 10);
  });
}

const bars = market();
const orders = randomOrders(7, bars, 700, options);

describe('oracle: random orders of every type', () => {
  it('are the same for the same seed', () => {
    expect(randomOrders(7, bars, 20, options)).toEqual(randomOrders(7, bars, 20, options));
  });

  it('have targets ever further on the winning side, of no more than their quantity, on the lot', () => {
    for (const order of orders) {
      const sign = order.direction === 'long' ? 1 : -1;
      const targets = order.targets ?? [];
      const prices = targets.map(({ price }) => Number(price) * sign);
      expect(prices).toEqual([...new Set(prices)].sort((a, b) => a - b));
      const sum = targets.reduce((all, { quantity }) => all.plus(quantity), new Big(0));
      expect(sum.lte(order.quantity)).toBe(true);
      for (const { quantity } of targets) expect(new Big(quantity).mod('0.01').toFixed()).toBe('0');
      const beyond = order.takeProfit === undefined ? prices : [...prices, Number(order.takeProfit) * sign];
      expect(beyond).toEqual([...beyond].sort((a, b) => a - b));
    }
  });

  it('cover every type, every command and every outcome', () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (const order of orders) {
      for (const what of plansOf(order)) count(what);
      for (const what of outcomesOf(order)) count(what);
    }
    expect(EXPECTED.filter((what) => (seen.get(what) ?? 0) < 3)).toEqual([]);
  });
});

const EXITS = [
  'takeProfit',
  'stopLoss',
  'stopLimit',
  'trailing',
  'targets',
  'breakEven',
  'covers',
  'timeOut',
  'dailyClose',
] as const;

function plansOf(order: OracleOrder): string[] {
  const { entry } = order;
  const postOnly = entry.type === 'limit' && entry.postOnly ? ' post-only' : '';
  const limited = entry.type === 'oco' && entry.stopLimit !== undefined ? ' limited' : '';
  const commands = order.commands.flatMap((command): string[] => {
    if (command.kind === 'close' && command.part)
      return [command.part.limit === undefined ? 'part at the market' : 'part at a limit'];
    if (command.kind !== 'amend') return [command.kind];
    return [
      ...EXITS.flatMap((name) =>
        command.changes[name] === undefined
          ? []
          : [`amend ${name}${command.changes[name] === null ? ' off' : ''}`],
      ),
      ...Object.keys(command.entry ?? {}).map((name) => `amend entry ${name}`),
    ];
  });
  return [
    `${order.direction} ${entry.type}${postOnly}${limited}`,
    ...EXITS.filter((name) => order[name] !== undefined).map((name) => `${order.direction} ${name}`),
    ...(['participation', 'visible', 'goodTill'] as const).filter((name) => order[name] !== undefined),
    ...commands,
  ];
}

function outcomesOf(order: OracleOrder): string[] {
  const result = runOracle(order, bars, Number.MAX_SAFE_INTEGER);
  const legs = Map.groupBy(result.fills, ({ leg, orderId }) => `${leg}${orderId ?? ''}`);
  const inParts = [...legs.values()]
    .filter((fills) => fills.length > 1)
    .map(([fill]) => `${fill?.leg} in parts`);
  return [
    `${result.status} ${result.closeReason ?? ''}`.trim(),
    ...result.fills.map(({ leg, liquidity }) => `${leg} ${liquidity}`),
    ...result.fills.filter(({ ambiguous }) => ambiguous).map(({ leg }) => `${leg} ambiguous`),
    ...new Set(inParts),
    ...result.notes.map(({ type }) => type),
    ...(result.superseded > 0 ? ['superseded'] : []),
    ...(result.upside === '0' ? [] : ['upside']),
  ];
}

const ENTRIES = ['market', 'limit', 'limit post-only', 'stop', 'stop_limit', 'oco', 'oco limited'];
const LEGS = ['entry', 'target', 'take_profit', 'stop_loss', 'trailing_stop', 'close'];
const EXPECTED = [
  ...['long', 'short'].flatMap((direction) => [...ENTRIES, ...EXITS].map((what) => `${direction} ${what}`)),
  ...['participation', 'visible', 'goodTill'],
  ...['cancel', 'close', 'withdraw', 'part at the market', 'part at a limit', 'superseded'],
  ...EXITS.flatMap((name) => [`amend ${name}`, `amend ${name} off`]),
  ...['amend entry entry', 'amend entry quantity', 'amend entry goodTill'],
  ...['pending', 'open', 'cancelled', 'expired', 'rejected'],
  ...['take_profit', 'stop_loss', 'trailing_stop', 'manual', 'timeout', 'daily_close'].map(
    (why) => `closed ${why}`,
  ),
  ...['entry', 'target', 'take_profit', 'stop_loss', 'close'].flatMap((leg) => [
    `${leg} maker`,
    `${leg} taker`,
  ]),
  'trailing_stop taker',
  ...LEGS.flatMap((leg) => [`${leg} in parts`]),
  ...['entry', 'target', 'stop_loss', 'trailing_stop'].map((leg) => `${leg} ambiguous`),
  ...['entry_triggered', 'exit_triggered', 'trailing_activated', 'upside'],
];
