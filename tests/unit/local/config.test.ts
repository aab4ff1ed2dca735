import { expect, test } from 'vitest';
import { parseConfig } from '../../../infra/local/config/config.ts';

test('without anything: port 4000, data in .paperwick, the best market there is', () => {
  expect(parseConfig({}, [])).toMatchObject({
    PORT: 4000,
    DATA_DIR: '.paperwick',
    MARKET: 'auto',
    speed: 1,
    seed: '1',
  });
});

test('an empty variable is none', () => {
  expect(parseConfig({ PORT: '', SYMBOLS: ' ' }, [])).toMatchObject({ PORT: 4000 });
});

test('everything that can be said', () => {
  const config = parseConfig(
    {
      PORT: '8080',
      DATA_DIR: ':memory:',
      MARKET: 'live',
      SYMBOLS: 'BTC/USDT, ETH/USDT',
      TICK_SECONDS: '1',
      DEMO_API_KEY: 'pw_demo-key',
      DYNAMODB_ENDPOINT: 'http://localhost:8000/',
      LOG_LEVEL: 'debug',
    },
    [
      '--market',
      'replay',
      '--data',
      'a.csv',
      'b.csv',
      '--data',
      'c.csv',
      '--speed',
      'max',
      '--for',
      '7d',
      '--paused',
    ],
  );
  expect(config).toMatchObject({
    PORT: 8080,
    MARKET: 'replay',
    SYMBOLS: ['BTC/USDT', 'ETH/USDT'],
    TICK_SECONDS: 1,
    DYNAMODB_ENDPOINT: 'http://localhost:8000',
    LOG_LEVEL: 'DEBUG',
    speed: 'max',
    for: 604_800_000,
    paused: true,
  });
  expect(config.data.toSorted()).toEqual(['a.csv', 'b.csv', 'c.csv']);
});

test.each([
  [{ PORT: '70000' }, [], 'PORT: must be a whole number from 0 to 65535'],
  [{ WRITES_PER_SECOND: '0.5' }, [], 'WRITES_PER_SECOND: must be a whole number from 0 to 1000'],
  [{ WRITE_BURST: '0' }, [], 'WRITE_BURST: must be a whole number from 1 to 10000'],
  [{ PORT: 'http' }, [], 'PORT: must be a whole number from 0 to 65535'],
  [{ TICK_SECONDS: '0' }, [], 'TICK_SECONDS: must be a whole number from 1 to 60'],
  [{ MARKET: 'paper' }, [], 'MARKET: must be one of auto, live, simulated, replay'],
  [{ FEEDS: 'kraken' }, [], 'FEEDS: must be names of binance, coinbase, coingecko, separated by commas'],
  [{ FEEDS: 'binance,binance' }, [], 'FEEDS: must not name an exchange twice'],
  [{ SYMBOLS: 'BTC' }, [], 'SYMBOLS: "BTC" is no symbol'],
  [{ SYMBOLS: 'BTC/USDT,BTC/USDT' }, [], 'SYMBOLS: name each symbol once'],
  [{ BINANCE_API_URL: 'localhost' }, [], 'BINANCE_API_URL: must be a URL'],
  [{ LOG_LEVEL: 'loud' }, [], 'LOG_LEVEL: must be one of DEBUG, INFO, WARN, ERROR, SILENT'],
  [{ DEMO_API_KEY: 'short' }, [], 'DEMO_API_KEY: must be 8 to 128'],
  [{}, ['--speed', 'fast', '--market', 'simulated'], '--speed: must be a positive number'],
  [
    {},
    ['--speed', '0', '--market', 'simulated'],
    '--speed: must be a positive number (1: as fast as life) or max',
  ],
  [{}, ['--speed', '100001', '--market', 'simulated'], '--speed: must be at most 100000'],
  [{}, ['--for', 'ever', '--market', 'simulated'], '--for: "ever" is no duration'],
  [{}, ['--market', 'replay'], '--data: a replayed market wants at least one file'],
  [{}, ['--data', 'x.csv'], '--data: only a replayed market reads files'],
  [{}, ['--speed', 'max'], '--speed: real prices have one speed'],
  [{ MARKET: 'simulated', FEEDS: 'binance' }, [], 'FEEDS: a simulated market is its own only feed'],
  [{}, ['--fast'], "Unknown option '--fast'"],
  [{}, ['what'], '"what" is no option'],
])('%j %j is refused', (environment, argv, message) => {
  expect(() => parseConfig(environment, argv)).toThrow(message);
});

test('every rule that is broken is named at once', () => {
  expect(() => parseConfig({ PORT: 'x', MARKET: 'y' }, ['--seed', ''])).toThrow(
    /PORT: .*MARKET: .*--seed: /s,
  );
});
