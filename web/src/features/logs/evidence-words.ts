import type { EvidenceView } from '../../api.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { formatClock } from '../../format/time.ts';
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

export const ruleWords = (evidence: EvidenceView): string => RULES[evidence.rule];

const BARS: Readonly<Record<string, string>> = { '1s': '1-second bar', '1m': '1-minute bar' };

/** The part of the venue's record that fired it: `1-second bar of Simulated, 14:02:11`. */
export const pointTitle = ({ point, resolution, source }: EvidenceView): string => {
  const venue = sourceName(source);
  if (point.kind === 'bar') return `${BARS[resolution] ?? 'bar'} of ${venue}, ${formatClock(point.openTime)}`;
  if (point.kind === 'print')
    return `trade${point.id === null ? '' : ` ${point.id}`} on ${venue}, ${formatClock(point.time)}`;
  return `stored sample of ${venue}, ${formatClock(point.time)}`;
};

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

/** What the better reading of an ambiguous bar would have given; undefined where the bar was clear. */
export const betterWords = ({ better, reading }: EvidenceView, places: number): string | undefined => {
  if (!better) return undefined;
  const events = better.events.map(
    (event) =>
      `${legName(event.leg).toLowerCase()}${event.price === null ? '' : ` at ${formatPrice(event.price, places)}`}`,
  );
  const instead = events.length === 0 ? 'nothing fired' : events.join(', then ');
  return `The bar does not tell what came first. The worse reading (${reading ?? 'OLHC'}) was taken, worth ${formatMoney(better.takenValue)}; the better (${better.reading}: ${instead}) would have been worth ${formatMoney(better.value)}.`;
};
