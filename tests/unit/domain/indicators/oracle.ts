import Big from 'big.js';

/** The definitions written down anew in exact decimals, each value from the whole series: an oracle of no other use. */

Big.DP = 40;
const big = (value: number) => new Big(String(value));
const sum = (values: readonly Big[]) => values.reduce((total, value) => total.plus(value), new Big(0));
const mean = (values: readonly Big[]) => sum(values).div(values.length);

/** One value for each close; undefined before the first. */
type Column = (Big | undefined)[];

export const smaOracle = (closes: readonly number[], length: number): Column =>
  closes.map((_, index) =>
    index + 1 < length ? undefined : mean(closes.slice(index + 1 - length, index + 1).map(big)),
  );

/** The mean of the first `length`, then each time `alpha` of the way to the next. */
const smoothed = (values: readonly (Big | undefined)[], length: number, alpha: Big): Column => {
  const start = values.findIndex((value) => value !== undefined);
  let last: Big | undefined;
  return values.map((value, index) => {
    if (value === undefined || index < start + length - 1) return undefined;
    last =
      last === undefined
        ? mean(values.slice(start, start + length) as Big[])
        : last.plus(value.minus(last).times(alpha)).round(Big.DP);
    return last;
  });
};
const ema = (values: readonly (Big | undefined)[], length: number): Column =>
  smoothed(values, length, new Big(2).div(length + 1));
const wilder = (values: readonly (Big | undefined)[], length: number): Column =>
  smoothed(values, length, new Big(1).div(length));

export const emaOracle = (closes: readonly number[], length: number): Column => ema(closes.map(big), length);

export const rsiOracle = (closes: readonly number[], length: number): Column => {
  const moves = closes.map((close, index) =>
    index === 0 ? undefined : big(close).minus(String(closes[index - 1])),
  );
  const up = wilder(
    moves.map((move) => (move === undefined ? undefined : move.gt(0) ? move : new Big(0))),
    length,
  );
  const down = wilder(
    moves.map((move) => (move === undefined ? undefined : move.lt(0) ? move.neg() : new Big(0))),
    length,
  );
  return up.map((gain, index) => {
    const loss = down[index];
    if (gain === undefined || loss === undefined) return undefined;
    return loss.eq(0) ? new Big(100) : gain.times(100).div(gain.plus(loss));
  });
};

interface Bar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number;
}

export const atrOracle = (bars: readonly Bar[], length: number): Column => {
  const ranges = bars.map(({ high, low }, index) => {
    const before = bars[index - 1]?.close;
    const spans = [big(high).minus(String(low))];
    if (before !== undefined)
      spans.push(big(high).minus(String(before)).abs(), big(low).minus(String(before)).abs());
    return spans.reduce((widest, span) => (span.gt(widest) ? span : widest));
  });
  return wilder(ranges, length);
};

export const bbOracle = (closes: readonly number[], length: number, width: number) => {
  const middle = smaOracle(closes, length);
  const spread = middle.map((center, index) => {
    if (center === undefined) return undefined;
    const window = closes.slice(index + 1 - length, index + 1).map(big);
    return mean(window.map((value) => value.minus(center).pow(2)))
      .sqrt()
      .times(width);
  });
  const at = (sign: 1 | -1) =>
    middle.map((center, index) => center?.plus((spread[index] ?? new Big(0)).times(sign)));
  return { upper: at(1), middle, lower: at(-1) };
};

export const macdOracle = (closes: readonly number[], fast: number, slow: number, length: number) => {
  const far = emaOracle(closes, slow);
  const line = emaOracle(closes, fast).map((near, index) => {
    const other = far[index];
    return near && other ? near.minus(other) : undefined;
  });
  const signal = ema(line, length);
  const both = <T>(give: (line: Big, signal: Big) => T) =>
    line.map((value, index) => {
      const smooth = signal[index];
      return value && smooth ? give(value, smooth) : undefined;
    });
  return {
    macd: both((value) => value),
    signal: both((_, smooth) => smooth),
    histogram: both((value, smooth) => value.minus(smooth)),
  };
};

/** Over bars of one day. */
export const vwapOracle = (bars: readonly Required<Bar>[]): Column =>
  bars.map((_, index) => {
    const until = bars.slice(0, index + 1);
    const worth = until.map(({ high, low, close, volume }) =>
      big(high).plus(String(low)).plus(String(close)).div(3).times(String(volume)),
    );
    return sum(worth).div(sum(until.map(({ volume }) => big(volume))));
  });
