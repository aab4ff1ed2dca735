import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { writtenSettings } from './synthesize.ts';

describe('settings', () => {
  test('those of cdk.json are valid: 20 symbols, a tick each ten seconds, data kept', () => {
    const settings = parseSettings(writtenSettings());
    expect(settings.symbols).toHaveLength(20);
    expect(settings.symbols[0]).toBe('BTC/USDT');
    expect(settings.feeds).toEqual(['binance', 'coinbase', 'coingecko']);
    expect(settings.tickSeconds).toBe(10);
    expect(settings.binanceApiUrl).toBe('https://data-api.binance.vision');
    expect(settings.removeData).toBe(false);
    expect(settings.corsOrigins).toEqual([]);
  });

  test('the environment overrides them', () => {
    const settings = parseSettings(writtenSettings(), {
      SYMBOLS: 'BTC/USDT, ETH/USDT',
      FEEDS: 'simulated',
      TICK_SECONDS: '1',
      BINANCE_API_URL: 'http://127.0.0.1:9000/',
      COINBASE_API_URL: 'https://coinbase.example.com',
      COINGECKO_API_URL: 'https://gecko.example.com/api/v3',
      LOG_LEVEL: 'debug',
      BILLING: 'always-free',
    });
    expect(settings).toMatchObject({
      symbols: ['BTC/USDT', 'ETH/USDT'],
      feeds: ['simulated'],
      tickSeconds: 1,
      binanceApiUrl: 'http://127.0.0.1:9000',
      coinbaseApiUrl: 'https://coinbase.example.com',
      coingeckoApiUrl: 'https://gecko.example.com/api/v3',
      logLevel: 'DEBUG',
      billing: 'always-free',
    });
  });

  test('an empty variable overrides nothing', () => {
    expect(parseSettings(writtenSettings(), { SYMBOLS: '', TICK_SECONDS: '' }).tickSeconds).toBe(10);
  });

  test.each([
    [{ symbols: ['BTCUSDT'] }, /symbols\.0: write each symbol as BASE\/QUOTE/],
    [{ symbols: ['BTC/USDT', 'BTC/USDT'] }, /symbols: must not name a symbol twice/],
    [{ symbols: [] }, /symbols: /],
    [{ symbols: Array.from({ length: 201 }, (_, index) => `C${index}/USDT`) }, /symbols: .*200/],
    [{ feeds: ['kraken'] }, /feeds\.0: .*binance/],
    [{ feeds: ['binance', 'binance'] }, /feeds: must not name a feed twice/],
    [{ tickSeconds: 0 }, /tickSeconds: /],
    [{ tickSeconds: 61 }, /tickSeconds: .*60/],
    [{ tickSeconds: 2.5 }, /tickSeconds: /],
    [{ binanceApiUrl: 'ftp://example.com' }, /binanceApiUrl: must be the base URL of an HTTP API/],
    [{ logRetentionDays: 4 }, /logRetentionDays: must be one of 1, 3, 5/],
    [{ corsOrigins: ['*'] }, /corsOrigins\.0: must be an origin .*wildcard is not allowed/],
    [{ corsOrigins: ['https://app.example.com/path'] }, /corsOrigins\.0: must be an origin without a path/],
    [{ priceBound: 0 }, /priceBound: /],
    [{ quoteStaleSeconds: 0 }, /quoteStaleSeconds: /],
    [{ disagreementBound: 1.5 }, /disagreementBound: .*1/],
    [{ indexShards: 0 }, /indexShards: /],
    [{ ticksAtOnce: 1 }, /ticksAtOnce: .*2/],
    [{ settlementsAtOnce: 1_001 }, /settlementsAtOnce: .*1000/],
    [{ billing: 'free' }, /billing: .*on-demand.*provisioned.*always-free/],
    [{ capacityLimit: 4 }, /capacityLimit: .*5/],
    [{ alarmEmail: 'nobody' }, /alarmEmail: must be an e-mail address/],
    [{ removeData: 'no' }, /removeData: /],
    [{ tickSecond: 5 }, /tickSecond/],
  ])('%j is refused by field and rule', (change, message) => {
    expect(() => parseSettings({ ...writtenSettings(), ...change })).toThrow(message);
  });

  test.each([
    [{ SYMBOLS: 'BTCUSDT' }, /SYMBOLS\.0: write each symbol as BASE\/QUOTE/],
    [{ FEEDS: 'kraken' }, /FEEDS\.0: /],
    [{ TICK_SECONDS: 'ten' }, /TICK_SECONDS: must be a number/],
    [{ TICK_SECONDS: '90' }, /TICK_SECONDS: .*60/],
    [{ SYMBOLS: 'BTC/USDT,BTC/USDT' }, /SYMBOLS: must not name a symbol twice/],
    [{ COINBASE_API_URL: 'coinbase' }, /COINBASE_API_URL: must be the base URL/],
    [{ LOG_LEVEL: 'LOUD' }, /LOG_LEVEL: .*DEBUG/],
  ])('the variable %j is refused by name and rule', (variables, message) => {
    expect(() => parseSettings(writtenSettings(), variables)).toThrow(message);
  });

  test('all broken rules are named at once', () => {
    const broken = { ...writtenSettings(), tickSeconds: 0, feeds: [] };
    expect(() => parseSettings(broken, { SYMBOLS: 'x' })).toThrow(/SYMBOLS(.|\n)*feeds(.|\n)*tickSeconds/);
  });

  test('without any, each field that is missing is named', () => {
    expect(() => parseSettings(undefined)).toThrow(/symbols: [\s\S]*feeds: [\s\S]*removeData: /);
  });
});
