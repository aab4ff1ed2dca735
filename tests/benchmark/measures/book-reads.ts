import { samplePortfolios } from '../../../shared/application/sample-portfolios.ts';
import type { Lab } from '../../fixtures/lab.ts';
import type { Meter } from '../capacity/meter.ts';
import type { Usage } from '../capacity/usage.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { at, cycles } from '../script.ts';
import { booksClient, putHistory } from './books-lab.ts';

const DAY = 86_400_000;
const NOW = at(0, 6) + 500;
const PATHS = {
  'GET /v1/portfolio': '/v1/portfolio',
  'GET /v1/positions': '/v1/positions',
  'GET /v1/accounts': '/v1/accounts',
  'GET /v1/portfolio/history': '/v1/portfolio/history',
  'GET /v1/ledger, 50 lines': '/v1/ledger',
} as const;

const units = ({ reported, computed }: Usage): number => Math.max(reported.read, computed.read);

type Ask = ReturnType<typeof booksClient>;

const readUnits = async (ask: Ask, meter: Meter, target: string): Promise<number> => {
  const [path = '', search = ''] = target.split('?');
  const query = Object.fromEntries(new URLSearchParams(search));
  return units(await meter.measure(() => ask(NOW, 'GET', path, search ? { query } : {})));
};

/** The same reads with more and more closed trades behind the account. */
const byHistory = async (lab: Lab, meter: Meter, counts: readonly number[]): Promise<Row[]> => {
  const ask = booksClient(lab);
  const found = new Map<string, Record<string, number>>();
  for (const [index, count] of counts.entries()) {
    await putHistory(lab, count - (counts[index - 1] ?? 0), NOW - DAY - index * DAY * 100);
    for (const [name, path] of Object.entries(PATHS)) {
      const row = found.get(name) ?? {};
      row[`behind it: ${count.toLocaleString('en-US')}`] = await readUnits(ask, meter, path);
      found.set(name, row);
    }
  }
  return [...found].map(([name, values]): Row => {
    // A page of lines is full from a few trades on; everything else must cost the same however many there are.
    const [first = 0, second = 0] = Object.values(values);
    const limit = name.includes('lines') ? second : first;
    const last = Object.values(values).at(-1) ?? 0;
    return { name, values, budget: [{ value: last, limit, unit: 'RCU' }] };
  });
};

const byPositions = async (lab: Lab, meter: Meter, counts: readonly number[]): Promise<Row[]> => {
  const ask = booksClient(lab);
  const paths = ['/v1/portfolio', '/v1/positions'] as const;
  const values = new Map(paths.map((path) => [path, {} as Record<string, number>]));
  let open = 0;
  for (const count of counts) {
    for (; open < count; open++) {
      const body = { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'market' }, stopLoss: '50' };
      await ask(NOW, 'POST', '/v1/trades', { body });
    }
    await lab.tickAt(at(0, 7 + counts.indexOf(count)));
    for (const [path, row] of values) row[`open: ${count}`] = await readUnits(ask, meter, path);
  }
  return [...values].map(([path, row]) => ({ name: `GET ${path}`, values: row }));
};

const SAMPLED = 20;

/** One hour of the job that writes down values, by account. */
const sampling = async (lab: Lab, meter: Meter): Promise<Row[]> => {
  const ask = booksClient(lab);
  for (let index = 0; index < SAMPLED; index++) {
    await lab.stores.addUser(`s${index}`);
    const body = { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'limit', limit: '50' } };
    await ask(NOW, 'POST', '/v1/trades', { body, userId: `s${index}` });
  }
  await lab.tickAt(at(0, 13));
  const before = await lab.requests.accounts.live();
  const usage = await meter.measure(() => samplePortfolios(lab.requests, at(0, 13)));
  const each = (value: number) => Math.round((value / before.length) * 100) / 100;
  return [
    {
      name: `the hourly sample of ${before.length} live accounts, each`,
      values: { RCU: each(units(usage)), WCU: each(usage.computed.write) },
    },
  ];
};

/** Read units of accounts and books, by what lies behind them and by what is open. */
export const bookReads = async (quick: boolean): Promise<Section> => {
  const history = quick ? [1, 100, 1_000] : [1, 100, 10_000];
  const lab = <T>(work: (lab: Lab, meter: Meter) => Promise<T>) =>
    withMeteredLab({ market: cycles(2), now: at(0, 1) }, async (started, meter) => {
      await started.stores.addUser('u1');
      await started.tickAt(at(0, 6));
      return work(started, meter);
    });
  const rows = [
    ...(await lab((started, meter) => byHistory(started, meter, history))),
    ...(await lab((started, meter) => byPositions(started, meter, [1, 10, 100]))),
    ...(await lab(sampling)),
  ];
  return {
    name: 'book-reads',
    title: 'Read units of accounts and books: not by their history',
    rows,
    notes: [
      'A full page of the ledger is read consistently, one unit for 4 kB: it costs the same wherever it lies.',
    ],
  };
};
