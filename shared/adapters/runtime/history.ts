import { setTimeout as wait } from 'node:timers/promises';
import type { ExportPorts } from '../../application/run-export.ts';
import type { ImportPorts } from '../../application/run-import.ts';
import { csvLines } from '../../contract/present/candles.ts';
import { candleArchive } from '../dynamodb/candle-archive.ts';
import { dayClaims } from '../dynamodb/day-claims.ts';
import { historyJobs } from '../dynamodb/history-jobs.ts';
import { marketStore } from '../dynamodb/market-store.ts';
import { createHistory } from '../feeds/history.ts';
import { jobStarter } from '../lambda/job-starter.ts';
import { exportFiles, gzipped } from '../s3/export-files.ts';
import { environment, once, sharedClient } from './process.ts';

/** What runs imports and exports. */
export const historyPorts = once((): Omit<ImportPorts & ExportPorts, 'elapsed' | 'budgetMs' | 'leaseMs'> => {
  const env = environment();
  const client = sharedClient();
  return {
    market: marketStore(client, env.MARKET_TABLE),
    archive: candleArchive(client, env.MARKET_TABLE),
    claims: dayClaims(client, env.MARKET_TABLE),
    history: createHistory(env),
    jobs: historyJobs(client, env.MARKET_TABLE),
    starter: jobStarter(env.HISTORY_FUNCTION),
    files: exportFiles(env.EXPORTS_BUCKET),
    fileOf: gzipped,
    linesOf: csvLines,
    wall: Date.now,
    sleep: wait,
  };
});

export { parseJobEvent } from '../lambda/job-starter.ts';
