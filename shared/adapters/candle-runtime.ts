import { historyJobs } from './dynamodb/history-jobs.ts';
import { jobStarter } from './lambda/job-starter.ts';
import { environment, once, requestPorts, sharedClient } from './runtime.ts';
import { exportLinks } from './s3/export-links.ts';

/** What answers for candles, their imports and exports: apart from the other requests, which start no Lambda. */
export const candlePorts = once(() => {
  const { market, roster, settings } = requestPorts();
  const { MARKET_TABLE, HISTORY_FUNCTION, EXPORTS_BUCKET } = environment();
  return {
    market,
    roster,
    settings,
    jobs: historyJobs(sharedClient(), MARKET_TABLE),
    starter: jobStarter(HISTORY_FUNCTION),
    links: exportLinks(EXPORTS_BUCKET, process.env),
    wall: Date.now,
  };
});
