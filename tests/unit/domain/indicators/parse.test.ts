import { describe, expect, test } from 'vitest';
import { parseIndicators } from '../../../../shared/domain/indicators/parse.ts';

const faultsOf = (text: string) => {
  const parsed = parseIndicators(text);
  return 'faults' in parsed ? parsed.faults.map(({ code, message }) => `${code}: ${message}`) : [];
};

describe('indicators as they are asked for', () => {
  test('are taken in their order', () => {
    const parsed = parseIndicators('ema:50, rsi:14,bb:20:2.5,macd:12:26:9,sma:20,vwap,atr:14');
    expect('indicators' in parsed && parsed.indicators.map(({ name }) => name)).toEqual([
      'ema:50',
      'rsi:14',
      'bb:20:2.5',
      'macd:12:26:9',
      'sma:20',
      'vwap',
      'atr:14',
    ]);
  });

  test.each([
    ['wma:5', 'unknown_indicator: "wma:5": must be one of sma:length, ema:length, rsi:length, '],
    ['', 'unknown_indicator: ""'],
    ['toString', 'unknown_indicator: "toString"'],
    ['sma', 'invalid_parameter: "sma": must be written sma:length'],
    ['vwap:1', 'invalid_parameter: "vwap:1": must be written vwap'],
    ['ema:0', 'invalid_parameter: "ema:0": length must be at least 1'],
    ['ema:501', 'invalid_parameter: "ema:501": length must be at most 500'],
    ['rsi:1', 'invalid_parameter: "rsi:1": length must be at least 2'],
    ['rsi:1e2', 'invalid_parameter: "rsi:1e2": length must be a whole number'],
    ['sma:-5', 'invalid_parameter: "sma:-5": length must be a whole number'],
    ['bb:20:0', 'invalid_parameter: "bb:20:0": width must be more than 0'],
    ['bb:20:x', 'invalid_parameter: "bb:20:x": width must be a number like 2 or 2.5'],
    ['macd:26:12:9', 'invalid_parameter: "macd:26:12:9": fast must be less than slow'],
    ['ema:5,ema:5', 'duplicate: "ema:5" is named twice'],
    [
      'sma:1,sma:2,sma:3,sma:4,sma:5,sma:6,sma:7,sma:8,sma:9',
      'too_many: at most 8 indicators at once, not 9',
    ],
  ])('%s is refused with the field and its rule', (text, fault) => {
    expect(faultsOf(text)[0]).toContain(fault);
  });

  test('every broken rule is named', () => expect(faultsOf('sma:0,rsi:x,vwap')).toHaveLength(2));
});
