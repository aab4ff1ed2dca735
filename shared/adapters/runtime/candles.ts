import type { JobPorts } from '../../application/history-jobs.ts';
import type { ExportLinks } from '../../ports/history.ts';
import { historyJobs } from '../dynamodb/history-jobs.ts';
import { marketStore } from '../dynamodb/market-store.ts';
import { jobStarter } from '../lambda/job-starter.ts';
import { exportLinks } from '../s3/export-links.ts';
import { roster } from './caches.ts';
import { environment, once, settingsOf, sharedClient } from './process.ts';

/** What answers for candles, their imports and exports: apart from the other requests, which start no Lambda. */
export const candlePorts = once((): JobPorts & { readonly links: ExportLinks } => {
  const env = environment();
  const client = sharedClient();
  return {
    market: marketStore(client, env.MARKET_TABLE),
    roster: roster(),
    settings: settingsOf(env),
    jobs: historyJobs(client, env.MARKET_TABLE),
    starter: jobStarter(env.HISTORY_FUNCTION),
    links: exportLinks(env.EXPORTS_BUCKET, process.env),
    wall: Date.now,
  };
});
