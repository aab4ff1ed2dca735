import { describe, expect, it } from 'vitest';
import { runAccounts } from '../../proof/accounts/run.ts';

/** Another on each run; `PROOF_SEED` repeats one. `npm run proof -- books` is the long form. */
const SEED = Number(process.env.PROOF_SEED ?? Date.now() % 1_000_000);

describe('random operations of several people through the assembled app', () => {
  it('leave every book balanced to the last digit, and nothing that hangs loose', {
    timeout: 240_000,
  }, async () => {
    console.log(`PROOF_SEED=${SEED}`);
    const { wrong, ...run } = await runAccounts({ seed: SEED, operations: 180, kills: 5 });
    console.log(JSON.stringify(run));
    expect(wrong).toEqual([]);
    // It has been busy, and disturbed.
    expect(run.fills).toBeGreaterThan(15);
    expect(run.books).toBeGreaterThanOrEqual(3);
    expect((run.disturbed.kills ?? 0) + (run.disturbed.blackouts ?? 0)).toBeGreaterThan(0);
  });
});
