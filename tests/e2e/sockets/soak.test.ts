import { expect, test } from 'vitest';
import { runSoak } from '../../proof/sockets/run.ts';

/** `npm run proof -- sockets` does it with 200 clients, for ten minutes at the speed of life. */
test('minutes of the market with thirty clients, drops, kills and slow readers: all end as the REST API has it', {
  timeout: 240_000,
}, async () => {
  const result = await runSoak({
    clients: 30,
    users: 6,
    seconds: 100,
    speed: 3,
    calmSeconds: 30,
    pace: { lifeMs: 15_000, killEveryMs: 3_000, slowEveryMs: 2_000, slowForMs: 2_000 },
    tradeEveryMs: 700,
    seed: Number(process.env.PROOF_SEED ?? 20),
    say: () => undefined,
  });
  const { disturbed, latency, trades, connections } = result;
  console.log(JSON.stringify({ disturbed, latency, trades, connections, gaps: result.gaps }));
  expect(result.faults.slice(0, 5)).toEqual([]);
  expect(result.different.slice(0, 5)).toEqual([]);
  expect(disturbed.drops).toBeGreaterThan(10);
  expect(disturbed.kills).toBeGreaterThan(1);
  expect(trades).toBeGreaterThan(2);
  // However slow the machine: each has been told of a tick more than once, on average.
  expect(latency.updates).toBeGreaterThan(result.clients);
});
