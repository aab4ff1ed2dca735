import {
  ASKED,
  ASSUMED,
  capacityLines,
  dearestPlace,
  isFreeEnough,
  type Line,
  MEASURED,
  otherLines,
  PLACES,
  SCALING_ALARMS,
  TOLD,
  tableLines,
} from './lines.ts';
import { PRICES, priceOf } from './prices.ts';
import { SIZES, type Size } from './sizes.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const amountText = (value: number): string => (value < 10 ? String(Number(value.toFixed(2))) : whole(value));
const usd = (value: number): string => (value >= 1_000 ? whole(value) : value.toFixed(2));
const sumOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { priced, amount }) => sum + priceOf(priced, amount), 0);

const rows = (of: (size: Size) => readonly Line[]): string[] => {
  const bills = SIZES.map(of);
  return (bills[0] ?? []).map(({ what }, index) => {
    const cells = bills.map((lines) => {
      const line = lines[index];
      return line ? `${amountText(line.amount)} | ${usd(priceOf(line.priced, line.amount))}` : ' | ';
    });
    return `| ${what} | ${cells.join(' | ')} |`;
  });
};

const sumRow = (what: string, of: (size: Size) => readonly Line[]): string =>
  `| **${what}** | ${SIZES.map((size) => ` | **${usd(sumOf(of(size)))}**`).join(' | ')} |`;

const HEAD = [
  `| a month | ${SIZES.map(({ name }) => `${name}, units | USD`).join(' | ')} |`,
  `| --- | ${SIZES.map(() => '---: | ---:').join(' | ')} |`,
];

const onDemandLines = (size: Size): Line[] => [...tableLines(size), ...otherLines(size)];
const scaledLines = (size: Size): Line[] => [...capacityLines(size), ...otherLines(size, SCALING_ALARMS)];
const onDemandBill = (size: Size): number => sumOf(onDemandLines(size));
const scaledBill = (size: Size): number => sumOf(scaledLines(size));
const fixedBill = (size: Size): number => sumOf([...capacityLines(size), ...otherLines(size)]);
const [ONE] = SIZES;

const sizeLine = ({ name, people, symbols, openTrades, brackets, dashboards }: Size): string =>
  `| ${name} | ${whole(people)} | ${symbols} | ${whole(openTrades)} | ${whole(brackets)} | ${amountText(dashboards)} |`;

const placesOf = (asked: string): string[] =>
  Object.keys(PLACES).filter((place) => Object.hasOwn(PLACES[place] ?? {}, asked));

/** docs/cost.md, written from measured units and a table of prices: `npm run cost`. */
export const costPage = (): string =>
  `${[
    '# What it costs',
    '',
    'Written by `npm run cost` from the units that `npm run bench` measured ([performance.md](performance.md)) and the prices of',
    'us-east-1: a test holds this page against them. Nothing here was billed yet: it is arithmetic. A month has 30 days, a tick comes each 10 s.',
    '',
    '| | people | symbols | trades waiting or open | brackets a month | dashboards open, on average |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...SIZES.map(sizeLine),
    '',
    '## Tables on demand',
    '',
    ...HEAD,
    ...rows(tableLines),
    sumRow('tables', tableLines),
    '',
    '## Everything else',
    '',
    'Of each month some is free for good, and left out of the price: see the table of prices.',
    '',
    ...HEAD,
    ...rows(otherLines),
    sumRow('all, on demand', onDemandLines),
    '',
    '## Tables with provisioned capacity',
    '',
    'The setting `billing` ([deploy.md](deploy.md)). The tables and indexes have at least the 25 units of each kind that are free for good',
    '(`infra/capacity.ts`). Reckoned is the average need of all with 30 % of room. A storm needs more for its minutes: what was left over of five',
    'minutes may be used at once, about 300 fills; beyond that settlements are retried and the cursor waits.',
    '',
    '- `provisioned`: autoscaling takes each table and index up to `capacityLimit`, some minutes later. It makes four CloudWatch alarms for each table and index,',
    `  for reads and for writes: ${SCALING_ALARMS}, at ${PRICES.alarms.price.toFixed(2)} USD each but for what of the ten free ones is left. So for one person this mode costs **more** than on demand`,
    `  (${usd(scaledBill(ONE))} USD, not ${usd(onDemandBill(ONE))}), and it pays only from more than a hundred people on.`,
    `- \`always-free\`: the same capacity, without autoscaling and its alarms. For one person it is the cheapest (${usd(fixedBill(ONE))} USD); for more people it is too small.`,
    '',
    ...HEAD,
    ...rows(capacityLines),
    ...rows((size) => scaledLines(size).filter(({ priced }) => priced === 'alarms')),
    sumRow('all, provisioned', scaledLines),
    `| **all, always free** | ${SIZES.map((size) => ` | ${isFreeEnough(size) ? `**${usd(fixedBill(size))}**` : 'too small'}`).join(' | ')} |`,
    '',
    '## What went in',
    '',
    '| measured units | read | write |',
    '| --- | ---: | ---: |',
    ...Object.entries(MEASURED).map(
      ([what, units]) =>
        `| ${what} | ${'read' in units ? units.read : 0} | ${'write' in units ? units.write : 0} |`,
    ),
    '',
    'A dashboard that is open and live, with 100 trades open, by the intervals in `web/src/live/polling.ts`. It is taken to be all the time',
    `where it asks for most: ${[...new Set(SIZES.map(dearestPlace))].map((place) => `at the ${place}`).join(', ')}.`,
    '',
    '| asked for | a minute | each time a trade changes | read units each, without the states of batches | where |',
    '| --- | ---: | ---: | ---: | --- |',
    ...Object.entries(ASKED).map(
      ([what, { perMinute, perChange, read }]) =>
        `| ${what} | ${amountText(perMinute)} | ${perChange} | ${read} | ${placesOf(what).join(', ')} |`,
    ),
    '',
    '| told over the WebSocket | |',
    '| --- | ---: |',
    ...Object.entries(TOLD).map(([what, value]) => `| ${what} | ${value} |`),
    '',
    '| assumed, on the high side | |',
    '| --- | ---: |',
    ...Object.entries(ASSUMED).map(([what, value]) => `| ${what} | ${value} |`),
    '',
    '| price, USD | each | free a month |',
    '| --- | ---: | ---: |',
    ...Object.entries(PRICES).map(
      ([what, { per, price, free }]) =>
        `| ${what} | ${Number(price.toPrecision(4))} for ${whole(per)} | ${whole(free)} |`,
    ),
  ].join('\n')}\n`;
