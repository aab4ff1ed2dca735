import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTick } from '../../../shared/application/apply-tick.ts';
import { planTicks } from '../../../shared/application/plan-ticks.ts';
import { price, rate } from '../../../shared/domain/money/decimal.ts';
import { type Stores, startStores } from '../../fixtures/stores.ts';
import { randomFrom } from '../../oracle/prng.ts';
import { at, closeOf, minutes, restore, type Scene, type Snapshot, snapshot, startScene } from './support.ts';

/** Down, up, far down: entries, a trailing stop that follows, stops. */
const ROWS = minutes(40, 105, {
  10: [105, 106, 99, 101],
  13: [101, 112, 101, 111],
  16: [111, 111, 97, 98],
  19: [98, 106, 96, 105],
});
const LAST = 24;

describe('ticks that are delivered as a queue delivers them', () => {
  let stores: Stores;
  let scene: Scene;
  let before: Snapshot;
  let inOrder: Snapshot;
  /** A slot each ten seconds, as the schedule plans them. */
  const slotsOf = (minute: number) =>
    planTicks({ symbols: ['BTC/USDT' as never], tickSeconds: 10 }, [], at(minute), at(minute));
  const deliver = (slot: number, now: number) => {
    scene.clock.time = Math.max(scene.clock.time, now);
    const ports = { ...scene.ports, settings: { ...scene.ports.settings, tickSeconds: 10 } };
    return applyTick(ports, { batch: 0, slot, reason: 'schedule' }, now);
  };
  /** But for the version of an account, which counts its writes: trades that settle together are one. */
  const booked = ({ users, trades, logs, ledger }: Snapshot) => ({
    users: users?.map((item) => ('cash' in item ? { ...item, version: undefined } : item)),
    trades,
    logs,
    ledger,
  });

  beforeAll(async () => {
    stores = await startStores();
    scene = await startScene(stores, ROWS);
    const exits = { stopLoss: price('98'), takeProfit: price('111') };
    await scene.open(at(6), { exits });
    await scene.open(at(6), { exits: { trailing: { percent: rate('5') } } });
    await scene.open(at(6), {
      entry: { type: 'stop', stop: price('110') },
      exits: { stopLoss: price('97') },
    });
    await scene.open(at(6), { entry: { type: 'market' }, exits: { timeOut: 9 * 60_000 } });
    before = await snapshot(stores);
    for (let minute = 7; minute <= LAST; minute++)
      for (const { message, delaySeconds } of slotsOf(minute))
        await deliver(message.slot, at(minute) + delaySeconds * 1_000);
    inOrder = await snapshot(stores);
    expect(inOrder.ledger?.length).toBeGreaterThanOrEqual(8);
  }, 60_000);
  afterAll(async () => {
    await scene.close();
    await stores.stop();
  });

  it.each([1, 2, 3])(
    'twice, late, out of order, side by side or not at all: the books are the same (seed %i)',
    async (seed) => {
      const random = randomFrom(seed);
      await scene.close();
      scene = await startScene(stores, ROWS);
      await restore(stores, before);
      const late: number[] = [];
      for (let minute = 7; minute <= LAST; minute += 1) {
        // The schedule itself may come twice, and some minutes not at all.
        const planned = random.chance(0.2) ? [] : slotsOf(minute).flatMap(({ message }) => message.slot);
        const slots = random.chance(0.3) ? [...planned, ...planned] : planned;
        late.push(...slots.filter(() => random.chance(0.2)));
        const now = [...slots.filter(() => random.chance(0.7)), ...late.filter(() => random.chance(0.1))];
        const shuffled = now.toSorted(() => random.next() - 0.5);
        const moment = at(minute, 50_000);
        while (shuffled.length > 0)
          await Promise.all(shuffled.splice(0, random.int(1, 4)).map((slot) => deliver(slot, moment)));
      }
      await deliver(at(LAST, 50_000), at(LAST, 50_000));
      expect(booked(await snapshot(stores))).toEqual(booked(inOrder));
      expect(await scene.cursor()).toBe(closeOf(LAST - 1));
    },
    60_000,
  );

  it('one that has waited makes good for those that waited behind it, not for those that are still to come', async () => {
    await scene.close();
    scene = await startScene(stores, ROWS);
    await restore(stores, before);
    const skipped = async (slot: number, now: number) => (await deliver(slot, now)).skipped;
    const late = at(8, 35_000);
    expect(await skipped(at(8), late)).toBe(false);
    for (const waited of [10_000, 20_000, 30_000]) expect(await skipped(at(8, waited), late)).toBe(true);
    expect(await skipped(at(8, 40_000), at(8, 40_000))).toBe(false);
    // By a clock that is an hour ahead: the ticks of a minute at most.
    expect(await skipped(at(8, 50_000), at(68))).toBe(false);
    expect(await skipped(at(9, 50_000), at(9, 50_000))).toBe(true);
    expect(await skipped(at(10), at(10))).toBe(false);
  });

  it('an hour late it finds the cursor ahead of it, and moves nothing', async () => {
    const after = await snapshot(stores);
    expect(await deliver(at(8), at(LAST, 55_000))).toMatchObject({ skipped: true });
    expect(await snapshot(stores)).toEqual(after);
  });
});
