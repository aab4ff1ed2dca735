import { reportFaults } from '../report.ts';
import { runSoak, type SoakResult } from './run.ts';

type Say = (line: string) => void;

const tell = (say: Say, result: SoakResult): void => {
  const { disturbed, latency } = result;
  say(
    `${result.clients} clients, ${result.connections} connections, ${disturbed.drops} drops, ${disturbed.kills} kills, ${disturbed.slow} slow readers, ${result.gaps} gaps mended, ${result.trades} trades`,
  );
  say(
    `tick to client: p50 ${Math.round(latency.p50)} ms, p99 ${Math.round(latency.p99)} ms, of ${latency.updates} updates`,
  );
  for (const [type, { count, bytes }] of [...result.byType].sort(([, a], [, b]) => b.count - a.count))
    say(`${type}: ${count} messages, ${Math.round(bytes / count)} bytes each`);
  say(
    `each client and hour: ${Math.round(result.meteredPerClientHour)} messages as billed, ${result.usdPerClientHour.toFixed(6)} USD`,
  );
};

/** Ten minutes at the speed of life: what a deployment does with two hundred dashboards that come and go. */
export const proveSockets = async (
  say: Say,
  { seed, clients, minutes }: { readonly seed: number; readonly clients: number; readonly minutes: number },
): Promise<boolean> => {
  const result = await runSoak({
    clients,
    users: Math.ceil(clients / 10),
    seconds: minutes * 60,
    speed: 1,
    calmSeconds: 60,
    pace: { lifeMs: 120_000, killEveryMs: 8_000, slowEveryMs: 5_000, slowForMs: 20_000 },
    tradeEveryMs: 2_000,
    seed,
    say,
  });
  tell(say, result);
  const inContract = reportFaults(say, 'messages and tickets', result.faults);
  return reportFaults(say, 'states beside the REST API', result.different) && inContract;
};
