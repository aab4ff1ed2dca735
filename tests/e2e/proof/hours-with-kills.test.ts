import { describe, expect, it } from 'vitest';
import { hasRecorded } from '../../oracle/recorded.ts';
import { CRASH_FILE, runCrash } from '../../proof/crash.ts';

/** Another on each day: `npm run proof -- crash` runs the whole week. */
const SEED = Number(process.env.PROOF_SEED ?? 20);

describe('eight hours of recorded minutes through the assembled app', () => {
  it.skipIf(!hasRecorded(CRASH_FILE))(
    'with 3 kills, duplicate and late ticks, lost and throttled answers: every trade as the oracle has it (skipped where the recorded data is absent)',
    { timeout: 240_000 },
    async () => {
      const run = await runCrash({ seed: SEED, days: 1 / 3, orders: 20, kills: 3 });
      const { differences, ...counts } = run.comparison;
      console.log(`seed ${SEED}: ${JSON.stringify(counts)}, disturbed by ${JSON.stringify(run.disturbed)}`);
      expect(differences).toEqual([]);
      expect(run.booksWrong).toEqual([]);
      expect(counts.trades).toBeGreaterThan(15);
      expect(counts.fills).toBeGreaterThan(15);
      expect(run.disturbed.kills).toBe(3);
      expect(run.disturbed.lost).toBeGreaterThan(0);
    },
  );
});
