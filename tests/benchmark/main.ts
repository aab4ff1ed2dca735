import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { bookReads } from './measures/book-reads.ts';
import { bundles } from './measures/bundles.ts';
import { candleHistory } from './measures/candle-history.ts';
import { dashboard } from './measures/dashboard.ts';
import { engineSpeed } from './measures/engine-speed.ts';
import { fillUnits } from './measures/fills.ts';
import { firedTrades } from './measures/fired-trades.ts';
import { followedSymbols } from './measures/followed-symbols.ts';
import { latency } from './measures/latency.ts';
import { orderUnits } from './measures/order-units.ts';
import { quietTick } from './measures/quiet-tick.ts';
import { settleSpeed } from './measures/settle-speed.ts';
import { shards } from './measures/shards.ts';
import { waitingTrades } from './measures/waiting-trades.ts';
import { parseOptions } from './options.ts';
import { readsPlot } from './plot.ts';
import { sectionText } from './print.ts';
import { type Section, summaryOf } from './report.ts';

const MEASURES: Readonly<Record<string, (quick: boolean) => Promise<Section>>> = {
  'waiting-trades': waitingTrades,
  'fired-trades': firedTrades,
  'quiet-tick': quietTick,
  'followed-symbols': followedSymbols,
  fills: fillUnits,
  orders: orderUnits,
  'book-reads': bookReads,
  'candle-history': candleHistory,
  latency,
  'settle-speed': settleSpeed,
  shards,
  bundles,
  dashboard,
  'engine-speed': engineSpeed,
};

const readOptions = () => {
  try {
    return parseOptions(process.argv.slice(2), Object.keys(MEASURES));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
};

const options = readOptions();
const sections: Section[] = [];
for (const [name, measure] of Object.entries(MEASURES)) {
  if (options.only !== undefined && !options.only.split(',').includes(name)) continue;
  const section = await measure(options.quick);
  sections.push(section);
  console.log(`${sectionText(section)}\n`);
}

const summary = summaryOf(sections);
for (const overrun of summary.overruns) console.log(`over budget: ${overrun}`);
console.log(`budgets: ${summary.kept} kept, ${summary.over} over`);
if (options.json !== undefined) {
  const machine = { cores: availableParallelism(), node: process.version };
  const report = { date: new Date().toISOString(), quick: options.quick, machine, sections, summary };
  await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
}
if (options.plot !== undefined) {
  const plot = readsPlot(sections);
  if (plot === undefined) throw new Error('--plot needs the measures waiting-trades and fired-trades');
  await writeFile(options.plot, plot);
}
