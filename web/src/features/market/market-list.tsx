import type { ReactNode } from 'react';
import type { PriceView } from '../../api.ts';
import { formatPrice } from '../../format/number.ts';
import { formatAge, formatExact } from '../../format/time.ts';
import { sourceName } from '../../format/words.ts';
import { arrowKeys } from '../../ui/arrow-keys.ts';
import { SkeletonRows } from '../../ui/panel.tsx';
import { SignedPercent } from '../../ui/signed.tsx';
import { useFlash } from '../../ui/use-flash.ts';

interface Props {
  readonly prices: readonly PriceView[] | undefined;
  readonly selected: string | undefined;
  readonly placesOf: (symbol: string) => number;
  readonly onSelect: (symbol: string) => void;
  /** Server's clock, ms. */
  readonly now: number;
  /** With the source and the age of each price. */
  readonly wide?: boolean;
}

const Row = ({
  price,
  ...props
}: Omit<Props, 'prices'> & { price: PriceView; hasSelected: boolean }): ReactNode => {
  const flash = useFlash(Number(price.price), (before, after) => (after > before ? 'up' : 'down'));
  const chosen = price.symbol === props.selected;
  const age = (props.now - Date.parse(price.time)) / 1000;
  return (
    <tr className={`relative h-9 max-lg:h-12 ${chosen ? 'bg-raised' : 'hover:bg-raised/60'}`}>
      <th scope="row" className="pl-3 text-left font-medium">
        <button
          type="button"
          data-row
          // One stop for the tab key; up and down move within the list.
          tabIndex={chosen || !props.hasSelected ? 0 : -1}
          aria-current={chosen}
          onClick={() => props.onSelect(price.symbol)}
          className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-gold focus-visible:after:-outline-offset-2"
        >
          {price.symbol}
        </button>
      </th>
      <td className={`text-right tabular-nums ${price.stale ? 'text-warning' : ''}`}>
        <span className={`rounded px-1 ${flash}`}>
          {formatPrice(price.price, props.placesOf(price.symbol))}
        </span>
      </td>
      <td className="pr-3 text-right">
        {price.changePercent24h === null ? (
          <span className="text-muted">–</span>
        ) : (
          <SignedPercent value={price.changePercent24h} />
        )}
      </td>
      {props.wide && (
        <>
          <td className="pr-3 text-right text-muted max-sm:hidden">{sourceName(price.source)}</td>
          <td className="pr-3 text-right text-muted tabular-nums" title={formatExact(price.time)}>
            {formatAge(age)}
            {price.stale ? ', stale' : ''}
          </td>
        </>
      )}
    </tr>
  );
};

/** Every symbol with its price; a row chooses it. */
export const MarketList = (props: Props): ReactNode => {
  if (!props.prices) return <SkeletonRows rows={8} />;
  const hasSelected = props.prices.some((price) => price.symbol === props.selected);
  return (
    <div className="min-h-0 overflow-auto">
      <table className="w-full border-collapse text-table" onKeyDown={arrowKeys}>
        <thead className="sticky top-0 z-10 bg-surface text-label text-muted">
          <tr className="h-7">
            <th scope="col" className="pl-3 text-left font-normal">
              Symbol
            </th>
            <th scope="col" className="pr-1 text-right font-normal">
              Price
            </th>
            <th scope="col" className="pr-3 text-right font-normal">
              24 h
            </th>
            {props.wide && (
              <>
                <th scope="col" className="pr-3 text-right font-normal max-sm:hidden">
                  Source
                </th>
                <th scope="col" className="pr-3 text-right font-normal">
                  Age
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {props.prices.map((price) => (
            <Row key={price.symbol} {...props} price={price} hasSelected={hasSelected} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
