import type { EvidenceView, FillView } from '../../api.ts';
import { formatPrice, formatSignedMoney } from '../../format/number.ts';
import { formatMillis } from '../../format/time.ts';
import { legName, sourceName } from '../../format/words.ts';

/** docs/fill-rules.md, section 3, for a reader. */
const RULES: Readonly<Record<EvidenceView['rule'], string>> = {
  market_first_point: 'A market order fills at the first price it sees.',
  limit_marketable_at_first_point:
    'The first price it saw was already as good as the limit: it filled at that price.',
  limit_at_its_price: 'A resting limit fills at its own price, never better.',
  stop_gap: 'The price jumped past the stop: it filled at the first price beyond it.',
  stop_touched: 'The price moved through the stop: it filled at the stop.',
};

/** A fill at a bar's open bears its open time, any other its close time (fill rules, section 4). */
const cameDuring = ({ rule, point }: EvidenceView, fill: FillView | null): boolean =>
  rule === 'market_first_point' && point.kind === 'bar' && fill?.time === point.closeTime;

export const ruleWords = (evidence: EvidenceView, fill: FillView | null): string =>
  `${RULES[evidence.rule]}${cameDuring(evidence, fill) ? ' The order came while this bar was open, so only its close counts.' : ''}`;

const BARS: Readonly<Partial<Record<EvidenceView['resolution'], string>>> = {
  '1s': '1-second bar',
  '1m': '1-minute bar',
};

/** The part of the venue's record that fired it: `1-second bar of Simulated`, `trade 4711 on Coinbase`. */
export const recordWords = ({ point, resolution, source }: EvidenceView): string => {
  const venue = sourceName(source);
  if (point.kind === 'bar') return `${BARS[resolution] ?? 'bar'} of ${venue}`;
  if (point.kind === 'sample') return `stored sample of ${venue}`;
  return `trade${point.id === null ? '' : ` ${point.id}`} on ${venue}`;
};

/** When that was: `14:02:11.000 to 14:02:11.999` for a bar. */
export const recordTime = ({ point }: EvidenceView): string =>
  point.kind === 'bar'
    ? `${formatMillis(point.openTime)} to ${formatMillis(point.closeTime)}`
    : formatMillis(point.time);

/** The prices of that part, labelled. */
export const pointPrices = (
  { point }: EvidenceView,
  places: number,
): readonly (readonly [string, string])[] => {
  const at = (price: string): string => formatPrice(price, places);
  if (point.kind !== 'bar') return [['Price', at(point.price)]];
  return [
    ['Open', at(point.open)],
    ['High', at(point.high)],
    ['Low', at(point.low)],
    ['Close', at(point.close)],
  ];
};

const READINGS = { OLHC: 'open, low, high, close', OHLC: 'open, high, low, close' } as const;

export interface Outcome {
  /** In which order the bar is read. */
  readonly order: string;
  readonly events: string;
  /** Of the trade at the bar's close. */
  readonly value: string;
}

/** Both readings of an ambiguous bar: what was taken, and the better one; undefined where the bar was clear. */
export const outcomes = (
  { better, reading }: EvidenceView,
  fill: FillView | null,
  places: number,
): { readonly taken: Outcome; readonly better: Outcome } | undefined => {
  if (!better || !reading) return undefined;
  const eventWords = (leg: string, price: string | null): string =>
    `${legName(leg).toLowerCase()}${price === null ? ' triggered' : ` at ${formatPrice(price, places)}`}`;
  const instead = better.events.map((event) => eventWords(event.leg, event.price)).join(', then ');
  return {
    taken: {
      order: READINGS[reading],
      events: fill ? eventWords(fill.leg, fill.price) : 'the entry triggered',
      value: formatSignedMoney(better.takenValue),
    },
    better: {
      order: READINGS[better.reading],
      events: instead === '' ? 'nothing fired' : instead,
      value: formatSignedMoney(better.value),
    },
  };
};
