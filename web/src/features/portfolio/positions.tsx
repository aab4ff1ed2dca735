import type { ReactNode } from 'react';
import type { PositionView, PriceView } from '../../api.ts';
import { formatMoney, formatPrice, formatQuantity } from '../../format/number.ts';
import { baseOf } from '../../format/words.ts';
import { LastPrice } from '../../last-price.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { Empty, Panel, SkeletonRows } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { SignedMoney, SignedPercent } from '../../ui/signed.tsx';
import { type Column, NUMBER_CELL, Row, Table } from '../../ui/table.tsx';
import { useIsDesktop } from '../../ui/use-media.ts';
import { usePositions } from './use-positions.ts';

interface Props {
  readonly account: string;
  /** The last ones that the page knows. */
  readonly prices: readonly PriceView[];
  readonly placesOf: (symbol: string) => number;
  /** Opens the terminal of a symbol. */
  readonly onSymbol: (symbol: string) => void;
  readonly onTrade: () => void;
}

const COLUMNS: readonly Column[] = [
  { label: 'Position' },
  { label: 'Quantity', align: 'right' },
  { label: 'Average cost', align: 'right' },
  { label: 'Last', align: 'right' },
  { label: 'Value', align: 'right' },
  { label: 'Unrealized P&L', align: 'right' },
  { label: 'Share', align: 'right' },
];

const NONE = <span className="text-muted">–</span>;

/** An average has more decimals than a price: two more than the tick are enough for the eye. */
const average = (position: PositionView, places: number): string =>
  formatPrice(position.averageCost, Math.min(8, places));

const Share = ({ share }: { share: string | null }): ReactNode => {
  if (share === null) return NONE;
  const percent = Number(share);
  return (
    <span className="inline-flex items-center justify-end gap-2.5">
      <span aria-hidden="true" className="h-1 w-24 overflow-hidden rounded-full bg-raised">
        <span
          className="block h-full rounded-full bg-gold"
          style={{ width: `${Math.max(1, Math.min(100, percent))}%` }}
        />
      </span>
      <span className="w-12">{percent.toFixed(1)} %</span>
    </span>
  );
};

const Pnl = ({ position }: { position: PositionView }): ReactNode =>
  position.unrealizedPnl === null ? (
    NONE
  ) : (
    <span className="inline-flex gap-2">
      <SignedMoney value={position.unrealizedPnl} />
      {position.unrealizedPnlPercent !== null && <SignedPercent value={position.unrealizedPnlPercent} />}
    </span>
  );

const Title = ({ position }: { position: PositionView }): ReactNode => (
  <>
    {position.symbol} <Side direction={position.direction} />
  </>
);

const keyOf = ({ symbol, direction }: PositionView): string => `${symbol} ${direction}`;

const PositionTable = ({
  items,
  placesOf,
  onSymbol,
}: Props & { items: readonly PositionView[] }): ReactNode => (
  <div className="@container overflow-x-auto">
    <Table label="Positions" columns={COLUMNS}>
      {items.map((position) => {
        const places = placesOf(position.symbol);
        return (
          <Row
            key={keyOf(position)}
            selected={false}
            onSelect={() => onSymbol(position.symbol)}
            title={<Title position={position} />}
          >
            <td className={NUMBER_CELL}>
              {formatQuantity(position.quantity)}{' '}
              <span className="text-muted">{baseOf(position.symbol)}</span>
            </td>
            <td className={NUMBER_CELL}>{average(position, places)}</td>
            <td className={NUMBER_CELL}>
              <LastPrice price={position.currentPrice} stale={position.stale} places={places} />
            </td>
            <td className={`${NUMBER_CELL} font-medium`}>
              {position.value === null ? NONE : formatMoney(position.value)}
            </td>
            <td className={NUMBER_CELL}>
              <Pnl position={position} />
            </td>
            <td className={NUMBER_CELL}>
              <Share share={position.share} />
            </td>
          </Row>
        );
      })}
    </Table>
  </div>
);

const PositionCards = ({
  items,
  placesOf,
  onSymbol,
}: Props & { items: readonly PositionView[] }): ReactNode => (
  <ul className="grid gap-2">
    {items.map((position) => {
      const places = placesOf(position.symbol);
      return (
        <Card
          key={keyOf(position)}
          onSelect={() => onSymbol(position.symbol)}
          title={<Title position={position} />}
          aside={
            <span className="text-muted text-table tabular-nums">
              {formatQuantity(position.quantity)} {baseOf(position.symbol)}
            </span>
          }
        >
          <p className="flex items-baseline justify-between">
            <span className="font-semibold text-touch tabular-nums">
              {position.value === null ? NONE : formatMoney(position.value)}
            </span>
            <Pnl position={position} />
          </p>
          <dl className="grid grid-cols-3 gap-2">
            <Figure label="Average cost">{average(position, places)}</Figure>
            <Figure label="Last">
              <LastPrice price={position.currentPrice} stale={position.stale} places={places} />
            </Figure>
            <Figure label="Share">
              {position.share === null ? '–' : `${Number(position.share).toFixed(1)} %`}
            </Figure>
          </dl>
        </Card>
      );
    })}
  </ul>
);

/** What is open, by symbol and side, the largest first. */
export const Positions = (props: Props): ReactNode => {
  const isDesktop = useIsDesktop();
  const { query, items } = usePositions(props.account, props.prices);
  const body = (
    <>
      {!items && !query.isError && <SkeletonRows rows={4} />}
      {!items && query.isError && (
        <Empty>The positions could not be read. They are kept; this page keeps trying.</Empty>
      )}
      {items?.length === 0 && (
        <div className="grid justify-items-center gap-3 px-3 py-8 text-center text-muted">
          <p>Nothing is open. What you buy stands here with its cost, its value and what it has made.</p>
          <Button onClick={props.onTrade}>Open the terminal</Button>
        </div>
      )}
    </>
  );
  if (isDesktop)
    return (
      <Panel title="Positions">
        {body}
        {items && items.length > 0 && <PositionTable {...props} items={items} />}
      </Panel>
    );
  return (
    <section aria-label="Positions">
      <h2 className="px-1 pt-2 pb-2 font-semibold">Positions</h2>
      {(!items || items.length === 0) && (
        <div className="rounded-md border border-line bg-surface">{body}</div>
      )}
      {items && items.length > 0 && <PositionCards {...props} items={items} />}
    </section>
  );
};
