import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayClaims } from '../../../shared/adapters/dynamodb/day-claims.ts';
import { marketStore } from '../../../shared/adapters/dynamodb/market-store.ts';
import { emptyBatch } from '../../../shared/application/tick-state.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import type { HistorySource } from '../../../shared/ports/history.ts';
import { FeedError } from '../../../shared/ports/venue.ts';
import { memoryRoster } from '../../fixtures/memory-roster.ts';
import { type Stores, startStores, TABLES } from '../../fixtures/stores.ts';
import { importLab, span } from './import-lab.ts';
import { DAY, MINUTE, START, traded } from './support.ts';

const NOW = START + 60 * DAY;

describe('imports that overlap', () => {
  let stores: Stores;
  let symbol: MarketSymbol;
  /** First minutes of the days that the venue was asked for, one entry each time. */
  let asked: number[];
  let markets = 0;
  beforeAll(async () => {
    stores = await startStores();
  });
  afterAll(() => stores.stop());
  beforeEach(async () => {
    asked = [];
    symbol = `C${++markets}/USD` as MarketSymbol;
    const store = marketStore(stores.client, TABLES.market);
    const version = (await store.loadBatch(0))?.version ?? 0;
    const market = { venue: 'coinbase' as const, symbol, cursor: NOW - 1, before: NOW - 1 };
    await store.saveBatch({ ...emptyBatch(0), version, markets: [market] }, version);
  });

  /** A venue that takes a moment for each page of a day. */
  const venue = (pause: () => Promise<unknown> = () => wait(Math.random() * 2)): HistorySource => ({
    // Eight pages a day, runs of four days.
    pageMinutes: () => 180,
    silentUntil: async () => undefined,
    async minutes(_venue, _symbol, from, to) {
      asked.push(from);
      await pause();
      return traded(from, (to + MINUTE - from) / MINUTE);
    },
  });
  const open = () =>
    importLab({
      stores,
      requests: {
        settings: { feeds: ['coinbase'], symbols: [symbol] } as never,
        roster: memoryRoster(),
      },
      history: venue,
      now: NOW,
    });
  /** The import of these days, counted from the start. */
  const request = async (lab: ReturnType<typeof open>, first: number, last: number) => {
    // A user of each market: an hour of one has twenty imports.
    const { json } = await lab.post(span(symbol, START + first * DAY, START + (last + 1) * DAY - 1), symbol);
    return { id: json.id, now: NOW };
  };
  const daysAsked = () =>
    asked
      .map((from) => (from - START) / DAY)
      .filter(Number.isInteger)
      .toSorted((a, b) => a - b);
  const days = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const missing = async (lab: ReturnType<typeof open>, first: number, last: number) =>
    (await lab.candles(symbol, START + first * DAY, START + (last + 1) * DAY - 1)).missing;

  it.each([1, 2])('at the same time: each day is fetched once, and all end whole (race %i)', async () => {
    const lab = open();
    const spans = [
      [0, 10],
      [4, 19],
      [2, 13],
      [15, 23],
      [6, 6],
    ] as const;
    const jobs: Awaited<ReturnType<typeof request>>[] = [];
    for (const [first, last] of spans) jobs.push(await request(lab, first, last));
    const outcomes = await Promise.all(jobs.map((job) => lab.run(job, { sleep: () => wait(5) })));
    expect(outcomes).toEqual(spans.map(() => 'done'));
    expect(asked).toHaveLength(24 * 8);
    expect(daysAsked()).toEqual(days(0, 23));
    expect(await missing(lab, 0, 23)).toEqual([]);
  });

  it('what somebody else has fetched between the look and the claim is not asked for again', async () => {
    const lab = open();
    const one = await request(lab, 0, 9);
    const other = await request(lab, 5, 14);
    const claims = dayClaims(stores.client, TABLES.market);
    let isFirst = true;
    const late: typeof claims = {
      ...claims,
      claim: async (...claim) => {
        if (isFirst) expect(await lab.run(one)).toBe('done');
        isFirst = false;
        return claims.claim(...claim);
      },
    };
    expect(await lab.run(other, { claims: late })).toBe('done');
    expect(daysAsked()).toEqual(days(0, 14));
  });

  it('who waits for another tells of what that one has done, and stays at work', async () => {
    const lab = open();
    const one = await request(lab, 0, 3);
    const other = await request(lab, 0, 4);
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const running = lab.run(one, { history: venue(() => held) });
    while (asked.length === 0) await wait(1);
    let looks = 0;
    const outcome = await lab.run(other, {
      // Half a minute and more: longer than half of its own lease.
      sleep: async () => {
        lab.clock.wall += 2_000;
        if (++looks < 20) return;
        expect(await lab.get(other.id)).toMatchObject({
          status: 'running',
          progress: { done: 1_440, total: 5 * 1_440 },
        });
        expect(await lab.run(other)).toBe('busy');
        goOn();
        await running;
      },
    });
    expect(outcome).toBe('done');
    expect(daysAsked()).toEqual(days(0, 4));
  });

  it('a claim whose owner died is taken over when its lease is over, not before', async () => {
    const lab = open();
    const dead = await request(lab, 0, 3);
    const other = await request(lab, 2, 5);
    let revive = () => {};
    const never = new Promise<void>((resolve) => {
      revive = resolve;
    });
    const dying = lab.run(dead, { history: venue(() => never) });
    while (asked.length === 0) await wait(1);
    // It holds the days 0 to 3 and has asked for the first of them.
    expect(daysAsked()).toEqual([0]);
    const begun = lab.clock.wall;
    const times: [number, number][] = [];
    const source = venue();
    const outcome = await lab.run(other, {
      history: {
        ...source,
        minutes: (...page) => {
          times.push([Math.floor((page[2] - START) / DAY), lab.clock.wall - begun]);
          return source.minutes(...page);
        },
      },
    });
    expect(outcome).toBe('done');
    const early = new Set(times.filter(([, after]) => after < 75_000).map(([day]) => day));
    const late = new Set(times.filter(([, after]) => after >= 75_000).map(([day]) => day));
    expect({ early, late }).toEqual({ early: new Set([4, 5]), late: new Set([2, 3]) });
    // The dead one comes back after all: what it still writes and lets go of does no harm.
    revive();
    await dying;
    expect(await missing(lab, 0, 5)).toEqual([]);
  });

  it('the same job, begun anew after a crash, goes on with what it had claimed', async () => {
    const lab = open();
    const job = await request(lab, 0, 3);
    const never = new Promise<void>(() => {});
    void lab.run(job, { history: venue(() => never) });
    while (asked.length === 0) await wait(1);
    asked = [];
    // The lease of the job is over a little before those of its claims.
    lab.clock.wall += 61_000;
    expect(await lab.run(job)).toBe('done');
    expect(lab.slept).toEqual([]);
    expect(daysAsked()).toEqual(days(0, 3));
  });

  it('who is refused lets go: the other begins at once', async () => {
    const lab = open();
    const refused = await request(lab, 0, 3);
    const other = await request(lab, 0, 4);
    const history = venue(async () => {
      throw new FeedError('coinbase', 'blocked', 'answered 403');
    });
    expect(await lab.run(refused, { history })).toBe('failed');
    asked = [];
    expect(await lab.run(other)).toBe('done');
    expect(lab.slept).toEqual([]);
    expect(daysAsked()).toEqual(days(0, 4));
  });
});
