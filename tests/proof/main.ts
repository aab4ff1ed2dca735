import { parseArgs } from 'node:util';
import { hasRecorded } from '../oracle/recorded.ts';
import { proveAccounts } from './accounts/prove.ts';
import { proveCrash } from './prove-crash.ts';
import { proveHoles, proveOutage } from './prove-outage.ts';
import { proveSockets } from './sockets/prove.ts';
import { proveStorm } from './storm/prove.ts';
import { proveWeek } from './week.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    /** Of the proof of the books. */
    operations: { type: 'string', default: '5000' },
    /** Of the storm, ten trades each. */
    accounts: { type: 'string', default: '1000' },
    /** Of the WebSocket soak. */
    clients: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '10' },
  },
});
const say = (line: string) => console.log(line);
const seed = Number(values.seed);
const operations = Number(values.operations);

const PROOFS: Readonly<Record<string, () => Promise<boolean>>> = {
  week: () => proveWeek(say, { seed }),
  crash: () => proveCrash(say, { seed, days: 7, orders: 200, kills: 50 }),
  outage: () => proveOutage(say, seed),
  holes: () => proveHoles(say, seed),
  storm: () => proveStorm(say, { accounts: Number(values.accounts), each: 10, workers: 2 }),
  sockets: () =>
    proveSockets(say, { seed, clients: Number(values.clients), minutes: Number(values.minutes) }),
  books: () => proveAccounts(say, { seed, operations, kills: Math.ceil(operations / 50) }),
};
/** Its market is made up. */
const WITHOUT_RECORD = ['books', 'storm', 'sockets'];
const wanted = positionals.length > 0 ? positionals : Object.keys(PROOFS);
let failed = 0;
for (const name of wanted) {
  const proof = PROOFS[name];
  if (!proof) throw new Error(`there is no proof "${name}": ${Object.keys(PROOFS).join(', ')}`);
  say(`== ${name}`);
  if (!WITHOUT_RECORD.includes(name) && !hasRecorded('replay-7d/BTCUSDT.1m.csv.gz')) {
    say('skipped: the recorded market data is absent (../shared/data)');
    continue;
  }
  if (!(await proof())) failed++;
}
say(`${wanted.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
