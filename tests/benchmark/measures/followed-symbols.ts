import { simulatedMarket } from '../../../infra/local/market/simulated.ts';
import { follow } from '../../../shared/application/follow.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { reviewRoster } from '../../../shared/application/review-roster.ts';
import { BATCH_SIZE, batchesOf, FIRST_DYNAMIC, followedIn } from '../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { BTC, type Lab } from '../../fixtures/lab.ts';
import type { Meter } from '../capacity/meter.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { atMost, usageRow } from './usage-row.ts';

const START = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OTHERS = [
  ...['ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LTC', 'LINK', 'AVAX', 'UNI', 'ATOM'],
  ...['XLM', 'ETC', 'FIL', 'NEAR', 'APT', 'ARB', 'OP', 'SUI', 'TRX', 'TON'],
].map((base) => `${base}/USDT` as MarketSymbol);

const expectThat = (isSo: boolean, what: string): void => {
  if (!isSo) throw new Error(`not what is to be measured: ${what}`);
};

/** The life of symbols that the settings do not name, in the order of time. */
const lifeOf = ({ requests, clock, ticks, tickAt }: Lab, meter: Meter) => {
  const rows: Row[] = [];
  let time = START;
  const measured = async (
    name: string,
    work: () => Promise<unknown>,
    limits?: Parameters<typeof atMost>[1],
  ) => {
    const usage = await meter.measure(work);
    rows.push(usageRow(name, usage, limits && atMost(usage, limits)));
  };
  /** A request later than what a process remembers of the roster. */
  const followed = (symbols: readonly MarketSymbol[], userId = 'ada') => {
    time += 10_000;
    clock.time = time;
    const who = { userId, now: time, until: time + 2 * HOUR };
    return async () => {
      const answer = await follow(requests, symbols, who);
      if (!answer.ok) throw new Error(answer.problem.message);
    };
  };
  const ticked = async (after: number, markets: number, batch = FIRST_DYNAMIC) => {
    time += after;
    const report = await tickAt(time, { batch });
    expectThat(report.markets === markets && report.hits === 0, `a quiet tick: ${JSON.stringify(report)}`);
  };
  /** The tick within a minute and the one that ends it: in the batch's first hour, in which it trusts no memory, and after it. */
  const quietTicks = async (count: number, isFirstHour: boolean) => {
    if (!isFirstHour) time += HOUR;
    time = Math.ceil(time / MINUTE) * MINUTE + 10_000;
    await ticked(0, count);
    await ticked(MINUTE, count);
    const of = `${count === 1 ? 'one symbol' : `${count} symbols`}${isFirstHour ? ', in its first hour' : ''}`;
    const limits = isFirstHour ? undefined : { read: 2, write: 1 };
    await measured(`tick over ${of}, within a minute`, () => ticked(10_000, count), limits);
    await measured(`tick over ${of}, that ends a minute`, () => ticked(50_000, count));
  };
  const reviewed = async (hours: number) => {
    time += hours * HOUR;
    clock.time = time;
    await reviewRoster(requests, time, ticks.wall());
  };
  return { rows, measured, followed, ticked, quietTicks, reviewed };
};

/** What it costs to follow a symbol beyond the settings': to begin, as long as it lasts, to end. */
export const followedSymbols = (): Promise<Section> => {
  const market = simulatedMarket({ seed: 'benchmark', symbols: [BTC, ...OTHERS] });
  return withMeteredLab({ market, now: START, symbols: [BTC] }, async (lab, meter) => {
    await refreshListings(lab.ticks, new Map(), START);
    const life = lifeOf(lab, meter);
    const { measured, followed, ticked, quietTicks, reviewed } = life;
    const [first, second, ...more] = OTHERS as [MarketSymbol, MarketSymbol, ...MarketSymbol[]];
    const fill = more.slice(0, BATCH_SIZE - 2);
    const over = more.slice(BATCH_SIZE - 2);

    await measured('follow: the first of a batch', followed([first]));
    await measured('its first tick', () => ticked(1_000, 1));
    await quietTicks(1, true);
    await quietTicks(1, false);
    await measured('follow: one more', followed([second]));
    await measured('follow: what is followed already', followed([second], 'eve'));
    await measured(`follow: ${fill.length} more at once`, followed(fill));
    await quietTicks(BATCH_SIZE, false);
    await measured('follow: the one that begins another batch', followed(over));
    expectThat(batchesOf(await lab.requests.roster.read()).length === 2, 'two batches');

    await measured(`hourly pass, nothing ends, ${OTHERS.length} followed`, () => reviewed(1));
    await measured(`hourly pass that ends all ${OTHERS.length}`, () => reviewed(4));
    expectThat(followedIn(await lab.requests.roster.read()).length === 0, 'nothing is followed');
    await measured(`tick that drops ${BATCH_SIZE} symbols`, () => ticked(MINUTE, 0));
    await measured('tick that drops one symbol', () => ticked(MINUTE, 0, FIRST_DYNAMIC + 1));
    await measured('hourly pass that forgets them', () => reviewed(1.5));
    expectThat((await lab.requests.roster.read()).entries.length === 0, 'the roster is empty');
    return {
      name: 'followed-symbols',
      title: 'Symbols that the settings do not name',
      rows: life.rows,
      notes: [
        `A batch holds ${BATCH_SIZE}: a tick costs the same for one of them and for all. In the hour after a batch began it asks the indexes each time.`,
        'A tick that ends a minute writes its candles and compares its symbols with the roster.',
        'Nobody has a trade or a watchlist here: of those the hourly pass reads what is open, for each live account.',
      ],
    };
  });
};
