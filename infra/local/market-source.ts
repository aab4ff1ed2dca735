import { MarketClock } from './clock/clock.ts';
import type { Config } from './config/config.ts';
import { type Exchange, variablesSchema } from './config/environment.ts';
import { answeringFeeds } from './live-feeds.ts';
import type { Market } from './market/market.ts';
import { recordedMarket } from './market/recorded.ts';
import { type MarketServer, startMarketServer } from './market/server.ts';
import { FURTHER_COINS } from './market/simulated/further-coins.ts';
import { simulatedMarket } from './market/simulated.ts';

/** Where the prices of this run come from, and the clock that goes with them. */
export interface MarketSource {
  readonly mode: 'live' | 'simulated' | 'replay';
  /** The market has a time of its own, which is not the present. */
  readonly virtual: boolean;
  readonly clock: MarketClock;
  /** Absent where the exchanges themselves are asked. */
  readonly server: MarketServer | undefined;
  /** Of the exchange's public stream, for browsers; absent where the prices are of another exchange or server. */
  readonly streamUrl: string | undefined;
  /** For the functions, in the place of the template's. */
  readonly variables: Readonly<Record<string, string>>;
  /** For people. */
  readonly description: string;
}

/** The functions' environment as the template has it. */
export type Defaults = Readonly<Record<string, string>>;

const MINUTE_MS = 60_000;
/** Market data only; it answers everywhere. */
const PUBLIC_STREAM = 'wss://data-stream.binance.vision';
/** Of a simulated market that is not the present: always the same, so that the same seed is the same run. */
const SIMULATED_START = Date.UTC(2026, 0, 1);
/** Ticks look back five minutes: a replay begins where there is a record to look back at. */
const LEAD_MS = 10 * MINUTE_MS;

export const chooseMarket = async (config: Config, defaults: Defaults): Promise<MarketSource> => {
  if (config.MARKET === 'replay') return replay(config);
  if (config.MARKET === 'simulated') return simulated(config, defaults, 'prices are not real');
  const feeds = variablesSchema.shape.FEEDS.unwrap().parse(config.FEEDS?.join(',') ?? defaults.FEEDS);
  const urlOf = (exchange: Exchange): string => {
    const name = `${exchange.toUpperCase()}_API_URL` as const;
    const given: unknown = config[name as keyof Config];
    return String(given ?? defaults[name]);
  };
  const answering = await answeringFeeds(feeds, urlOf);
  const [first] = answering;
  const streamUrl = liveStream(config, feeds);
  if (first) return live(config, `${first} answers at ${urlOf(first)}`, streamUrl);
  if (config.MARKET === 'live')
    return live(config, `${feeds.join(', ')} did not answer; asked again with each tick`, streamUrl);
  return simulated(config, defaults, 'no exchange answered, prices are not real');
};

const given = (variables: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const common = (config: Config): Record<string, string> =>
  given({
    SYMBOLS: config.SYMBOLS?.join(','),
    TICK_SECONDS: config.TICK_SECONDS?.toString(),
    LOG_LEVEL: config.LOG_LEVEL,
  });

/** Binance's own stream beside its own API; another server's only where it is named. */
const liveStream = (config: Config, feeds: readonly Exchange[]): string | undefined => {
  if (!feeds.includes('binance')) return undefined;
  return config.BINANCE_STREAM_URL ?? (config.BINANCE_API_URL ? undefined : PUBLIC_STREAM);
};

const live = (config: Config, how: string, streamUrl: string | undefined): MarketSource => ({
  mode: 'live',
  virtual: false,
  clock: new MarketClock(),
  server: undefined,
  streamUrl,
  variables: {
    ...common(config),
    ...given({
      FEEDS: config.FEEDS?.join(','),
      BINANCE_API_URL: config.BINANCE_API_URL,
      COINBASE_API_URL: config.COINBASE_API_URL,
      COINGECKO_API_URL: config.COINGECKO_API_URL,
    }),
  },
  description: `live: ${how}`,
});

const simulated = async (config: Config, defaults: Defaults, why: string): Promise<MarketSource> => {
  const symbols = config.SYMBOLS ?? (defaults.SYMBOLS ?? '').split(',');
  const further = Object.keys(FURTHER_COINS).map((base) => `${base}/USDT`);
  const market = simulatedMarket({ seed: config.seed, symbols: [...symbols], further });
  const { speed, for: span, from, paused } = config;
  const virtual = speed !== 1 || span !== undefined || from !== undefined || paused;
  const start = from ?? SIMULATED_START;
  const clock = virtual
    ? new MarketClock({ start, speed, paused, ...(span && { end: start + span }) })
    : new MarketClock();
  const description = `simulated (seed ${config.seed}): ${why}`;
  return {
    mode: 'simulated',
    virtual,
    clock,
    description,
    ...(await serve('simulated', market, clock, config)),
  };
};

const replay = async (config: Config): Promise<MarketSource> => {
  const market = recordedMarket({ files: config.data });
  const start = config.from ?? Math.ceil(market.start / MINUTE_MS) * MINUTE_MS + LEAD_MS;
  const recorded = market.end ?? Number.POSITIVE_INFINITY;
  if (start < market.start || start >= recorded) {
    throw new Error(`--from: must lie within the record, ${iso(market.start)} to ${iso(recorded)}`);
  }
  const end = Math.min(recorded, config.for === undefined ? recorded : start + config.for);
  const { speed, paused } = config;
  const clock = new MarketClock({ start, end, speed, paused });
  const symbols = market.listings.map(({ symbol }) => symbol);
  const hasSeconds = symbols.every((symbol) => market.intervals(symbol)[0] === '1s');
  // As fast as the machine goes, one tick reads one candle: more ticks would find nothing new.
  const candle = speed === 'max' || paused ? { TICK_SECONDS: hasSeconds ? '1' : '60' } : {};
  const pace = speed === 'max' ? 'as fast as the machine goes' : `${speed} times as fast as life`;
  const served = await serve('replay', market, clock, config);
  return {
    mode: 'replay',
    virtual: true,
    clock,
    server: served.server,
    streamUrl: served.streamUrl,
    variables: { SYMBOLS: symbols.join(','), ...candle, ...served.variables },
    description: `replay of ${symbols.join(', ')}, ${iso(start)} to ${iso(end)}, ${pace}: prices of the past`,
  };
};

const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

const serve = async (mode: 'simulated' | 'replay', market: Market, clock: MarketClock, config: Config) => {
  const server = await startMarketServer({ market, clock });
  return {
    server,
    streamUrl: server.streamUrl,
    variables: {
      ...common(config),
      FEEDS: mode,
      BINANCE_API_URL: server.url,
      COINGECKO_API_URL: server.coinGeckoUrl,
    },
  };
};
