import { expect, test } from 'vitest';
import { MarketClock } from '../../../infra/local/clock/clock.ts';

const work = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('a held clock runs until the moment asked for, events of that moment included, and is held again', async () => {
  const clock = new MarketClock({ start: 1_000, paused: true });
  clock.start();
  const seen: number[] = [];
  for (const time of [3_000, 2_000, 2_500, 2_501]) clock.at(time, () => seen.push(clock.now()));
  await clock.runUntil(2_500);
  expect(seen).toEqual([2_000, 2_500]);
  expect(clock.state()).toEqual({ now: 2_500, running: false, ended: false });
});

test('events of one moment happen in the order in which they were registered', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  const seen: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) clock.at(50, () => seen.push(name));
  clock.at(50, () => seen.push('e'))();
  await clock.runUntil(50);
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

test('the clock does not move while work is in flight, nor while its consequences are', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  const seen: string[] = [];
  clock.at(10, () => {
    const chain = clock.track(work(20)).then(() => {
      seen.push(`first done at ${clock.now()}`);
      return clock.track(work(20).then(() => seen.push(`second done at ${clock.now()}`)));
    });
    void chain;
  });
  clock.at(11, () => seen.push('next'));
  await clock.runUntil(20);
  expect(seen).toEqual(['first done at 10', 'second done at 10', 'next']);
});

test('a target is answered only when nothing is in flight', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  let done = false;
  clock.at(5, () => {
    void clock.track(work(30).then(() => (done = true)));
  });
  await clock.runUntil(5);
  expect(done).toBe(true);
});

test('work that fails counts as done', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  clock.at(5, () => {
    clock.track(work(5).then(() => Promise.reject(new Error('no')))).catch(() => undefined);
  });
  await clock.runUntil(6);
  expect(clock.now()).toBe(6);
});

test('as fast as the machine goes: an hour of minutes is over at once, and the end is kept', async () => {
  const clock = new MarketClock({ start: 0, speed: 'max', end: 3_600_000 });
  const minutes: number[] = [];
  const next = (time: number) =>
    clock.at(time, () => {
      minutes.push(clock.now());
      next(time + 60_000);
    });
  next(60_000);
  const ended = new Promise<void>((resolve) => clock.onEnd(resolve));
  clock.start();
  await ended;
  expect(minutes).toHaveLength(60);
  expect(minutes.at(-1)).toBe(3_600_000);
  expect(clock.state()).toEqual({ now: 3_600_000, running: false, ended: true });
  await clock.runUntil(9_000_000);
  expect(clock.now()).toBe(3_600_000);
});

test('a hundred times as fast as life', async () => {
  const clock = new MarketClock({ start: 0, speed: 100 });
  const begin = performance.now();
  const reached = new Promise<void>((resolve) => clock.at(10_000, resolve));
  clock.start();
  await reached;
  const wall = performance.now() - begin;
  expect(wall).toBeGreaterThanOrEqual(99);
  expect(clock.now()).toBeGreaterThanOrEqual(10_000);
  clock.stop();
});

test('a flowing clock can be run ahead and flows on from there', async () => {
  const clock = new MarketClock({ start: 0, speed: 1 });
  clock.start();
  await clock.runUntil(1_000_000);
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_000);
  expect(clock.now()).toBeLessThan(1_001_000);
  expect(clock.state().running).toBe(true);
  clock.stop();
});

test('without a start it is the time of the machine', () => {
  const clock = new MarketClock();
  clock.start();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  clock.stop();
});

test('what is to settle a moment happens once, after all else of it and before the next', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  const seen: string[] = [];
  const settle = () => {
    seen.push(`settled at ${clock.now()}`);
    clock.track(work(5)).then(() => seen.push(`its work done at ${clock.now()}`));
  };
  for (const name of ['a', 'b']) {
    clock.at(10, () => {
      clock.track(work(5)).then(() => seen.push(`${name} done`));
      clock.whenSettled(settle);
    });
  }
  clock.at(20, () => seen.push('the next moment'));
  await clock.runUntil(20);
  expect(seen).toEqual(['a done', 'b done', 'settled at 10', 'its work done at 10', 'the next moment']);
});

test('a clock that does not run as fast as it can settles at once, and one that does is not idle before', async () => {
  const clock = new MarketClock({ start: 0, paused: true });
  const seen: string[] = [];
  clock.whenSettled(() => seen.push('held'));
  expect(seen).toEqual(['held']);
  const arrived = clock.runUntil(5);
  clock.whenSettled(() => seen.push('pumped'));
  expect(seen).toEqual(['held']);
  await clock.idle();
  expect(seen).toEqual(['held', 'pumped']);
  await arrived;
});
