import { ALARMS_OF_A_TARGET, capacities, TARGET_PERCENT, type Units } from '../../../infra/capacity.ts';
import { POLLING } from '../../../web/src/live/polling.ts';
import { type Priced, unitPrice } from './prices.ts';
import type { Size } from './sizes.ts';

const DAYS = 30;
const SECONDS = DAYS * 86_400;
const MINUTES = SECONDS / 60;
const HOURS = DAYS * 24;
const TICK_SECONDS = 10;
const SYMBOLS_OF_A_TICK = 20;
/** Lambda polls each queue with five connections, each answered after 20 seconds where nothing comes. */
const POLLS = (SECONDS / 20) * 5;
const QUEUES = 2;
/** Messages that one request sends: a minute's ticks go out together. */
const SENT_AT_ONCE = 10;
/** A message ends a poll: whichever of the five it meets has waited half its time, on average. */
const POLLS_A_MESSAGE = 0.5;

/** Measured: docs/performance.md. Units of one of each. */
export const MEASURED = {
  quietTick: { read: 2, write: 1 },
  /** A row of candles of 20 markets, by batch and minute. */
  candles: { write: 1 },
  /** Of a batch each night: its rows read, and each of 20 markets' items read and written. */
  packing: { read: 282, write: 220 },
  /** An import of 90 days of one symbol; one a symbol and month. The week that an empty chart begins is a twelfth of it. */
  candleImport: { read: 256.5, write: 1_219 },
  /** The nearest triggers of 20 symbols asked anew, each five minutes. */
  nearest: { read: 20.5 },
  /** Made 10, announced 1, filled 12, closed 11; read 4.5, 4.5 and 4.5 (with the trade itself). */
  bracket: { read: 13.5, write: 34 },
  /** A minute's run: its numbers read and written. */
  board: { read: 0.5, write: 2 },
  /** Beside it the states of the ticks, of two batches. */
  boardStates: { read: 0.5 },
  /** An hour: what three feeds list, asked twelve times; names and sparklines written, and read where the process is a new one. */
  boardNames: { read: 100, write: 16 },
  hourlySample: { read: 1.6, write: 4 },
} as const;

/** Assumed, on the high side: seconds of a function of half a gigabyte, kilobytes of a log line, of an answer. */
export const ASSUMED = {
  tickSeconds: 1.2,
  boardSeconds: 1.5,
  settledPerSecond: 20,
  requestSeconds: 0.05,
  memoryGigabytes: 0.5,
  tickLogKilobytes: 1,
  requestLogKilobytes: 0.8,
  answerKilobytes: 6,
  tradeKilobytes: 4.5,
} as const;

interface Asked {
  readonly perMinute: number;
  /** Each time that a trade of one's own changes: once for the trade, once for its account. */
  readonly perChange: number;
  /** Read units of one. */
  readonly read: number;
}

const perMinute = ({ live }: { readonly live: number }): number => 60_000 / live;

/**
 * What a dashboard asks for while its socket lives: how often by the intervals in web/src, and the read units of each with 100 trades open
 * and 50 closed of 0.8 kB (what the routes read, by docs/storage.md; the portfolio is measured), of an overview the states of batches beside it.
 */
export const ASKED = {
  /** Account, 80 kB of open trades, twice 60 kB to find 50 that are closed. */
  overview: { perMinute: perMinute(POLLING.overview), perChange: 0, read: 26 },
  portfolio: { perMinute: perMinute(POLLING.portfolio), perChange: 2, read: 10 },
  accounts: { perMinute: perMinute(POLLING.accounts), perChange: 1, read: 1 },
  /** A new token and a ticket, each quarter of an hour. */
  session: { perMinute: 2 / 15, perChange: 0, read: 2 },
  blindWindows: { perMinute: perMinute(POLLING.blindWindows), perChange: 0, read: 2 },
  /** With each candle of a minute, which begins the interval of the safety net anew. */
  candles: { perMinute: Math.max(1, perMinute(POLLING.candles)), perChange: 0, read: 2 },
  /** Of the trade that is shown. */
  log: { perMinute: perMinute(POLLING.log), perChange: 1, read: 2 },
  positions: { perMinute: perMinute(POLLING.positions), perChange: 2, read: 10 },
  /** Of a month, the dearest: its hours beside what the portfolio reads. */
  history: { perMinute: perMinute(POLLING.history), perChange: 1, read: 22 },
} as const satisfies Record<string, Asked>;

const { overview, portfolio, accounts, session, blindWindows, candles, log, positions, history } = ASKED;
const everywhere = { overview, portfolio, accounts, session };
/** The two places that ask for most. */
export const PLACES: Readonly<Record<string, Readonly<Partial<Record<keyof typeof ASKED, Asked>>>>> = {
  terminal: { ...everywhere, blindWindows, candles, log },
  portfolio: { ...everywhere, positions, history },
};
/** A trade is made, bought and sold. */
const CHANGES_A_BRACKET = 3;
/** Consistent reads of each batch's state that an overview makes: for its prices, and for its feeds. */
const STATES_OF_OVERVIEW = 2;

/**
 * What a dashboard that is open is told and says: a tick's prices; each minute a candle, or the board instead; a ping and its answer every
 * six minutes; what is its own. It connects four times an hour: a token lives a quarter of one.
 */
export const TOLD = {
  messagesPerTick: 1,
  messagesPerMinute: 1,
  pingsPerHour: 10,
  messagesPerBracket: 8,
  connectsPerHour: 4,
} as const;
/** Of a connection that has subscribed to 25 channels, and what a snapshot of all of them reads. */
const CONNECTION = { kilobytes: 0.75, connectWrites: 8, snapshotReads: 40 } as const;
/** Of the function that tells what has changed, seconds, where hardly anybody is connected. */
const CHANGE_SECONDS = 0.03;

/** One line of the bill. */
export interface Line {
  readonly what: string;
  readonly priced: Priced;
  /** Units in a month. */
  readonly amount: number;
}

const batchesOf = ({ symbols }: Size): number => Math.ceil(symbols / SYMBOLS_OF_A_TICK);
/** Of what happens to people's trades, how much while their dashboard is open. */
const sharePresent = ({ dashboards, people }: Size): number => Math.min(1, dashboards / people);
const ticksOf = (size: Size): number => (batchesOf(size) * SECONDS) / TICK_SECONDS;
/** Of all dashboards how many questions a month: by the clock, and because a trade was made, bought or sold while one was open. */
const timesAsked = ({ perMinute, perChange }: Asked, size: Size): number =>
  size.dashboards * MINUTES * perMinute + CHANGES_A_BRACKET * size.brackets * sharePresent(size) * perChange;
const questionsOf = (place: string): Asked[] => Object.values(PLACES[place] ?? {});
const pollsAt = (place: string, size: Size): number =>
  questionsOf(place).reduce((sum, asked) => sum + timesAsked(asked, size), 0);
const readsAt = (place: string, size: Size): number =>
  questionsOf(place).reduce((sum, asked) => sum + timesAsked(asked, size) * asked.read, 0) +
  timesAsked(overview, size) * STATES_OF_OVERVIEW * batchesOf(size);
const usdAt = (place: string, size: Size): number =>
  unitPrice('apiRequests') * pollsAt(place, size) + unitPrice('readUnits') * readsAt(place, size);
/** Where a dashboard that is open costs most: it is taken to be there all the time. */
export const dearestPlace = (size: Size): string =>
  Object.keys(PLACES).toSorted((left, right) => usdAt(right, size) - usdAt(left, size))[0] ?? '';
const pollsOf = (size: Size): number => pollsAt(dearestPlace(size), size);
const pollReads = (size: Size): number => readsAt(dearestPlace(size), size);
/** Each bracket is made by one request; a person does as much again: amends, cancels, looks. */
const requestsOf = (size: Size): number => pollsOf(size) + 2 * size.brackets;
const liveAccountsOf = ({ people }: Size): number => people;

/** Records of the market: ticks, minutes, the board. */
const marketChangesOf = (size: Size): number => ticksOf(size) + (batchesOf(size) + 1) * MINUTES;
/** Of a bracket its changes, and those of its account. */
const ownChangesOf = ({ brackets }: Size): number => brackets * TOLD.messagesPerBracket;
/** A dashboard shows symbols of two batches at most. */
const messagesOf = (size: Size): number =>
  size.dashboards *
    (Math.min(2, batchesOf(size)) * (SECONDS / TICK_SECONDS) * TOLD.messagesPerTick +
      MINUTES * TOLD.messagesPerMinute +
      HOURS * TOLD.pingsPerHour * 2) +
  ownChangesOf(size) * sharePresent(size);
/** For the market all connections, at least half a unit; for what is a user's own whether there are any, and that user's. */
const connectionReads = (size: Size): number =>
  marketChangesOf(size) * Math.max(0.5, (size.dashboards * CONNECTION.kilobytes) / 4 / 2) +
  ownChangesOf(size) * 1.5;

const gigabytes = (kilobytes: number): number => kilobytes / 1024 ** 2;

/** Units of tables, by what they are for. */
export const tableLines = (size: Size): Line[] => {
  const batches = batchesOf(size);
  const { quietTick, candles, packing, candleImport, nearest, bracket, hourlySample } = MEASURED;
  const { board, boardStates, boardNames } = MEASURED;
  const read = (what: string, amount: number): Line => ({ what, priced: 'readUnits', amount });
  const write = (what: string, amount: number): Line => ({ what, priced: 'writeUnits', amount });
  return [
    read('quiet ticks, read', ticksOf(size) * quietTick.read),
    write('quiet ticks, written', ticksOf(size) * quietTick.write),
    read('nearest triggers asked anew', batches * (MINUTES / 5) * nearest.read),
    write('candles', batches * MINUTES * candles.write),
    read(
      'candles packed and imported, read',
      batches * DAYS * packing.read + size.symbols * candleImport.read,
    ),
    write(
      'candles packed and imported, written',
      batches * DAYS * packing.write + size.symbols * candleImport.write,
    ),
    read(
      'board, read',
      MINUTES * (board.read + Math.ceil(batches / 2) * boardStates.read) + HOURS * boardNames.read,
    ),
    write('board, written', MINUTES * board.write + HOURS * boardNames.write),
    read('brackets, read', size.brackets * bracket.read),
    write('brackets, written', size.brackets * bracket.write),
    read('values of accounts each hour, read', liveAccountsOf(size) * HOURS * hourlySample.read),
    write('values of accounts each hour, written', liveAccountsOf(size) * HOURS * hourlySample.write),
    read('dashboards, read', pollReads(size)),
    read('who is connected, read for each change', connectionReads(size)),
    read('snapshots, read', size.dashboards * HOURS * TOLD.connectsPerHour * CONNECTION.snapshotReads),
    write(
      'connections, written',
      size.dashboards * HOURS * (TOLD.connectsPerHour * CONNECTION.connectWrites + TOLD.pingsPerHour),
    ),
  ];
};

/** Of each minute's ticks, ten in a request. */
const sendsOf = (size: Size): number =>
  MINUTES * Math.ceil((batchesOf(size) * 60) / TICK_SECONDS / SENT_AT_ONCE);

/** Of ours: infra/constructs/alarms.ts. */
const OWN_ALARMS = 9;

/** Everything else; `alarms`: those that autoscaling makes beside ours. */
export const otherLines = (size: Size, alarms = 0): Line[] => {
  const ticks = ticksOf(size);
  const requests = requestsOf(size);
  const settleSeconds = (2 * size.brackets) / ASSUMED.settledPerSecond;
  const jobSeconds = ticks * ASSUMED.tickSeconds + MINUTES * ASSUMED.boardSeconds;
  const changes = marketChangesOf(size) + ownChangesOf(size);
  const seconds =
    changes * CHANGE_SECONDS * 2 + jobSeconds + requests * ASSUMED.requestSeconds + settleSeconds;
  const logs = ticks * ASSUMED.tickLogKilobytes + requests * ASSUMED.requestLogKilobytes;
  const stored = gigabytes(size.brackets * 12 * ASSUMED.tradeKilobytes);
  return [
    {
      what: 'functions, invocations',
      priced: 'invocations',
      amount: ticks + requests + changes + 2 * MINUTES + HOURS,
    },
    { what: 'functions, time', priced: 'gigabyteSeconds', amount: seconds * ASSUMED.memoryGigabytes },
    // Sent, received, deleted; and what polling finds nothing.
    {
      what: 'queues',
      priced: 'queueRequests',
      amount: sendsOf(size) + ticks * (POLLS_A_MESSAGE + 1) + POLLS * QUEUES,
    },
    { what: 'schedules', priced: 'schedules', amount: 2 * MINUTES + HOURS + DAYS },
    { what: 'API', priced: 'apiRequests', amount: requests },
    { what: 'WebSocket, messages', priced: 'socketMessages', amount: messagesOf(size) },
    { what: 'WebSocket, connections', priced: 'connectionMinutes', amount: size.dashboards * MINUTES },
    { what: 'CloudFront, requests', priced: 'edgeRequests', amount: requests },
    {
      what: 'CloudFront, traffic',
      priced: 'edgeGigabytes',
      amount: gigabytes(requests * ASSUMED.answerKilobytes),
    },
    { what: 'logs', priced: 'logGigabytes', amount: gigabytes(logs) },
    { what: 'metrics of our own', priced: 'ownMetrics', amount: 4 },
    { what: 'alarms', priced: 'alarms', amount: OWN_ALARMS + alarms },
    { what: 'tables, a year of trades', priced: 'tableGigabytes', amount: stored },
    { what: 'their recovery to any moment', priced: 'backupGigabytes', amount: stored },
    { what: 'persons who sign in', priced: 'activePersons', amount: size.people },
  ];
};

/** What the tables and indexes have together at least. */
const leastOf = (kind: keyof Units): number =>
  [...capacities().values()].reduce((sum, units) => sum + units[kind], 0);

/** The average need of all tables together as provisioned capacity, with room for autoscaling; units a second. */
const needOf = (size: Size, priced: Priced): number => {
  const units = tableLines(size).filter((line) => line.priced === priced);
  const used = units.reduce((total, { amount }) => total + amount, 0) / SECONDS;
  return Math.ceil(used / (TARGET_PERCENT / 100));
};

/** The same units as provisioned capacity: what the average needs, and no less than the least. */
export const capacityLines = (size: Size): Line[] => [
  {
    what: 'read capacity',
    priced: 'readCapacity',
    amount: Math.max(leastOf('read'), needOf(size, 'readUnits')),
  },
  {
    what: 'write capacity',
    priced: 'writeCapacity',
    amount: Math.max(leastOf('write'), needOf(size, 'writeUnits')),
  },
];

/** Alarms of each table and index, for reads and for writes. */
export const SCALING_ALARMS = capacities().size * 2 * ALARMS_OF_A_TARGET;
/** One table or index bears most of the load at times, and the smallest has a twenty-fifth of the capacity. */
const ROOM = 25;
/** Whether what is free is far more than the average need, so that it lasts without autoscaling, storms apart. */
export const isFreeEnough = (size: Size): boolean =>
  needOf(size, 'readUnits') * ROOM <= leastOf('read') &&
  needOf(size, 'writeUnits') * ROOM <= leastOf('write');
