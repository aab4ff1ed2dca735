import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { ema } from './ema.ts';
import type { Indicator } from './indicator.ts';
import { macd } from './macd.ts';
import type { IndicatorKind } from './parameters.ts';
import type { NamedIndicator } from './parse.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { vwap } from './vwap.ts';

/** What each indicator computes. To add one: its file, a line here and in the parameters, examples in the contract test. */
const INDICATORS: Readonly<Record<IndicatorKind, (...parameters: number[]) => Indicator>> = {
  sma: (length = 0) => sma(length),
  ema: (length = 0) => ema(length),
  rsi: (length = 0) => rsi(length),
  bb: (length = 0, width = 0) => bb(length, width),
  macd: (fast = 0, slow = 0, signal = 0) => macd(fast, slow, signal),
  vwap: () => vwap(),
  atr: (length = 0) => atr(length),
};

/** The indicator that was asked for; its parameters have been checked. */
export const indicatorOf = ({ kind, parameters }: NamedIndicator): Indicator =>
  INDICATORS[kind](...parameters);
