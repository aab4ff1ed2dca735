import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { price } from '../../../shared/domain/money/decimal.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { cancelling, crashAt, type Faults, installFaults, losingAnswers, refusing } from './faults.ts';
import {
  at,
  closeOf,
  fillsOf,
  minutes,
  restore,
  type Scene,
  type Snapshot,
  snapshot,
  startScene,
} from './support.ts';

/** In minute 10 both readings buy at 100 on the way down and stop out at 99: entry and exit in one bar. */
const ROWS = minutes(30, 105, { 10: [105, 106, 98, 101] });

describe('each fill once', () => {
  let stores: Stores;
  let faults: Faults;
  let scene: Scene;
  /** All tables before the tick of minute 11, and after it where nothing went wrong. */
  let before: Snapshot;
  let undisturbed: Snapshot;
  let calls = 0;
  const tick = () => scene.tickAt(at(11));

  beforeAll(async () => {
    stores = await startStores();
    faults = installFaults(stores);
    scene = await startScene(stores, ROWS);
    const trade = await scene.open(at(6), { exits: { stopLoss: price('99'), takeProfit: price('120') } });
    await scene.open(at(6), { entry: { type: 'market' } });
    await scene.tickAt(at(10));
    before = await snapshot(stores);
    faults.set(({ number, send }) => {
      calls = number;
      return send();
    });
    await tick();
    faults.set(undefined);
    undisturbed = await snapshot(stores);
    // 100 bought as maker, 99 sold as taker, 105 bought as taker: -1 gross, 0.6 % of each.
    expect(fillsOf(await scene.trade(trade))).toEqual([
      `entry 100 @${closeOf(10)} maker`,
      `stop_loss 99 @${closeOf(10)} taker`,
    ]);
    expect(await scene.requests.accounts.load('u1', 'main')).toMatchObject({
      realizedPnl: '-1',
      fees: '1.824',
      fillCount: 3,
    });
  });
  afterEach(() => faults.set(undefined));
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  it('the same tick again, and a command tick of the same minute, change nothing', async () => {
    expect(await tick()).toMatchObject({ skipped: true });
    await scene.tickAt(at(11), { reason: 'command', symbols: ['BTC/USDT' as never] });
    expect(await snapshot(stores)).toEqual(undisturbed);
  });

  it.each(['before', 'after'] as const)(
    'a crash %s any call to the store, then the tick again',
    async (when) => {
      // The state, the notices, two indexes, the trades, one transaction, both indexes again, a candle, the state.
      expect(calls).toBe(10);
      for (let n = 1; n <= calls; n++) {
        await restore(stores, before);
        faults.set(crashAt(n, when));
        await expect(tick(), `call ${n}`).rejects.toThrow('injected: Crash');
        await faults.settled();
        faults.set(undefined);
        await tick();
        expect(await snapshot(stores), `call ${n}`).toEqual(undisturbed);
      }
    },
  );

  it.each([
    ['an answer lost', () => losingAnswers(1)],
    ['each answer lost', () => losingAnswers(5)],
    ['ProvisionedThroughputExceeded', () => cancelling('ProvisionedThroughputExceeded', 3)],
    ['ThrottlingError', () => cancelling('ThrottlingError', 3)],
    ['TransactionConflict', () => cancelling('TransactionConflict', 3)],
    ['TransactionInProgressException', () => refusing('TransactionInProgressException', 2)],
    ['ThrottlingException', () => refusing('ThrottlingException', 2)],
    ['InternalServerError', () => refusing('InternalServerError', 2)],
  ])('%s: the tick goes on by itself', async (_, fault) => {
    await restore(stores, before);
    faults.set(fault());
    await tick();
    expect(await snapshot(stores)).toEqual(undisturbed);
  });

  it('a store that stays throttled moves no cursor and parks nothing: the message comes again', async () => {
    await restore(stores, before);
    faults.set(cancelling('ThrottlingError', 1_000));
    await expect(tick()).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    faults.set(undefined);
    expect(await snapshot(stores)).toEqual(before);
    await tick();
    expect(await snapshot(stores)).toEqual(undisturbed);
  });

  it('five deliveries of one message at once', async () => {
    await restore(stores, before);
    await Promise.all(Array.from({ length: 5 }, tick));
    expect(withoutState(await snapshot(stores))).toEqual(withoutState(undisturbed));
    expect(await scene.cursor()).toBe(closeOf(10));
  });

  it('overlapping slots and a command tick, at once and in any order', async () => {
    await restore(stores, before);
    scene.clock.time = at(12);
    const messages = [
      { slot: at(12) },
      { slot: at(11) },
      { slot: at(11, 10_000) },
      { slot: at(11, 5_000), reason: 'command' as const, symbols: ['BTC/USDT' as never] },
    ];
    await Promise.all(messages.map((message) => scene.tickWith({}, at(12), message)));
    const after = await snapshot(stores);
    for (const table of ['users', 'trades', 'logs', 'ledger'])
      expect(after[table]).toEqual(undisturbed[table]);
    expect(await scene.cursor()).toBe(closeOf(11));
    expect((await scene.ports.market.loadBatch(0))?.slot).toBe(at(12));
  });

  it('a tick that read its path before another had passed it moves nothing backwards', async () => {
    await restore(stores, before);
    const slow = { ...scene.ports.trades };
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = scene.tickWith(
      {
        trades: { ...slow, loadMany: (keys) => waiting.then(() => slow.loadMany(keys)) },
      },
      at(11),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await scene.tickAt(at(14));
    release();
    await first;
    expect(await scene.cursor()).toBe(closeOf(13));
    const after = await snapshot(stores);
    for (const table of ['users', 'trades', 'logs', 'ledger'])
      expect(after[table]).toEqual(undisturbed[table]);
  });
});

/** Without the versions that several writers of one state leave. */
const withoutState = ({ market = [], ...tables }: Snapshot): Snapshot => ({
  ...tables,
  market: market.filter(({ pk }) => pk !== 'state'),
});
