import type { ReactNode } from 'react';
import type { EvidenceView, FillView } from '../../api.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { formatExact } from '../../format/time.ts';
import { quoteOf } from '../../format/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { BarPicture } from './bar-picture.tsx';
import { type Outcome, outcomes, pointPrices, recordTime, recordWords, ruleWords } from './evidence-words.ts';

const LATE = 'The venue corrected its record afterwards; the correction showed this price.';

const OutcomeRow = ({
  name,
  outcome,
  currency,
}: {
  name: string;
  outcome: Outcome;
  currency: string;
}): ReactNode => (
  <tr>
    <th scope="row" className="pr-3 text-left align-top font-medium">
      {name}
    </th>
    <td className="pr-3 align-top text-muted">{outcome.order}</td>
    <td className="pr-3 align-top">{outcome.events}</td>
    <td className="whitespace-nowrap text-right align-top tabular-nums">
      {outcome.value} {currency}
    </td>
  </tr>
);

interface Props {
  readonly evidence: EvidenceView;
  readonly fill: FillView | null;
  readonly symbol: string;
  readonly places: number;
}

/** Why a leg fired at this price: the rule in words, and the part of the venue's record that it was held against. */
const Evidence = ({ evidence, fill, symbol, places }: Props): ReactNode => {
  const { point } = evidence;
  const both = outcomes(evidence, fill, places);
  const currency = quoteOf(symbol);
  return (
    <div className="mt-1.5 grid gap-2 rounded-md border border-line bg-canvas px-2.5 py-2 text-table">
      <div className="flex items-center gap-3">
        {point.kind === 'bar' && (
          <BarPicture bar={point} trigger={evidence.trigger} filled={fill?.price ?? null} />
        )}
        <div className="grid min-w-0 flex-1 gap-1">
          <p>
            {ruleWords(evidence, fill)}
            {evidence.trigger !== null && (
              <span className="text-muted tabular-nums">
                {' '}
                It waited for {formatPrice(evidence.trigger, places)}.
              </span>
            )}
          </p>
          <dl className="flex flex-wrap gap-x-4 gap-y-0.5 tabular-nums @max-[28rem]:grid @max-[28rem]:grid-cols-2">
            {pointPrices(evidence, places).map(([label, price]) => (
              <div key={label} className="flex gap-1.5">
                <dt className="text-muted">{label}</dt>
                <dd>{price}</dd>
              </div>
            ))}
          </dl>
          <p className="text-label text-muted">
            <time
              dateTime={point.kind === 'bar' ? point.openTime : point.time}
              title={formatExact(point.kind === 'bar' ? point.openTime : point.time)}
              className="tabular-nums"
            >
              {recordTime(evidence)}
            </time>
            , {recordWords(evidence)}
            {fill && `. Filled as ${fill.liquidity}, fee ${formatMoney(fill.fee)} ${currency}.`}
          </p>
        </div>
      </div>
      {fill?.late && (
        <p className="flex items-baseline gap-2">
          <Badge tone="warning">late</Badge> <span className="text-muted">{LATE}</span>
        </p>
      )}
      {both && (
        <div className="grid gap-1.5 border-line border-t pt-2">
          <p className="flex items-baseline gap-2">
            <Badge tone="warning">ambiguous</Badge>
            <span className="text-muted">
              The bar does not tell what came first. Read both ways, the worse for the trade is taken.
            </span>
          </p>
          <div className="overflow-x-auto">
            <table className="text-left text-label">
              <thead className="sr-only">
                <tr>
                  <th scope="col">Reading</th>
                  <th scope="col">Order of the bar</th>
                  <th scope="col">What happens</th>
                  <th scope="col">Worth at the close of the bar</th>
                </tr>
              </thead>
              <tbody>
                <OutcomeRow name="Taken" outcome={both.taken} currency={currency} />
                <OutcomeRow name="Better" outcome={both.better} currency={currency} />
              </tbody>
            </table>
          </div>
        </div>
      )}
    </div>
  );
};

export default Evidence;
