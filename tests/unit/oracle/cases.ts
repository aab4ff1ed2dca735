import { type OracleBar, type OracleOrder, type OracleResult, runOracle } from '../../oracle/oracle.ts';

export const MINUTE = 60_000;

/** Minute `n` as open, high, low, close, and its volume. */
export function bar(
  n: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume = 100,
): OracleBar {
  return {
    volume: String(volume),
    openTime: n * MINUTE,
    closeTime: (n + 1) * MINUTE - 1,
    open: String(open),
    high: String(high),
    low: String(low),
    close: String(close),
  };
}

export const flat = (n: number, price: number, volume = 100): OracleBar =>
  bar(n, price, price, price, price, volume);

/** A long market order of 1 at time 0 with nothing else, changed as said. */
export function order(changes: Partial<OracleOrder> = {}): OracleOrder {
  return {
    id: 'case',
    direction: 'long',
    quantity: '1',
    entry: { type: 'market' },
    createdAt: 0,
    makerRate: '0.001',
    takerRate: '0.002',
    slippageBps: 0,
    tickSize: '0.01',
    commands: [],
    ...changes,
  };
}

export function run(changes: Partial<OracleOrder>, bars: OracleBar[]): OracleResult {
  return runOracle(order(changes), bars, bars.at(-1)?.closeTime ?? 0);
}

/** Fills as `leg price maker|taker @time`, with `?` where ambiguous; `time` as minute `o`pen or `c`lose. */
export function fills(changes: Partial<OracleOrder>, bars: OracleBar[]): string[] {
  return run(changes, bars).fills.map((fill) => {
    return `${fill.leg} ${fill.price} ${fill.liquidity} ${moment(fill.time)}${fill.ambiguous ? '?' : ''}`;
  });
}

function moment(time: number): string {
  const minute = Math.floor(time / MINUTE);
  const end = time === minute * MINUTE ? 'o' : time === (minute + 1) * MINUTE - 1 ? 'c' : '!';
  return `@${minute}${end}`;
}

/** Fills as `leg quantity x price @time`. */
export const parts = (changes: Partial<OracleOrder>, bars: OracleBar[]): string[] =>
  run(changes, bars).fills.map(
    ({ leg, quantity, price, time }) => `${leg} ${quantity} x ${price} ${moment(time)}`,
  );

/** What is in the log besides fills, as `type @time`, with `?` where ambiguous. */
export const notes = (changes: Partial<OracleOrder>, bars: OracleBar[]): string[] =>
  run(changes, bars).notes.map(({ type, at, ambiguous }) => `${type} ${moment(at)}${ambiguous ? '?' : ''}`);
