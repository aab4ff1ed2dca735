import Big from 'big.js';
import type { ReactNode } from 'react';
import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import type { AccountView, Overview } from '../../api.ts';
import { formatQuantity } from '../../format/number.ts';
import { baseOf, quoteOf, sourceName } from '../../format/words.ts';

const percent = (rate: string): string => `${formatQuantity(new Big(rate).times(100).toFixed())} %`;

const feeWords = ({ makerRate, takerRate }: NonNullable<Overview['account']>): string =>
  makerRate === takerRate ? percent(makerRate) : `${percent(makerRate)} maker, ${percent(takerRate)} taker`;

const Fact = ({ label, children }: { label: string; children: ReactNode }): ReactNode => (
  <div className="flex justify-between gap-3">
    <dt className="text-muted">{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** What an order of this market has to keep to, and what its fills cost. */
export const InstrumentFacts = ({
  instrument,
  account,
}: {
  instrument: Instrument | undefined;
  account: Overview['account'] | AccountView | undefined;
}): ReactNode => {
  if (!instrument) return null;
  const { symbol, venue, tickSize, lotSize, minNotional } = instrument;
  return (
    <dl className="grid gap-1 border-line border-t pt-2.5 text-label tabular-nums">
      <Fact label="Trades go to">{sourceName(venue)}</Fact>
      <Fact label="Tick of prices">{formatQuantity(tickSize)}</Fact>
      <Fact label="Lot of quantities">
        {formatQuantity(lotSize)} {baseOf(symbol)}
      </Fact>
      <Fact label="Smallest order">
        {formatQuantity(minNotional)} {quoteOf(symbol)}
      </Fact>
      {account && <Fact label="Fee of each fill">{feeWords(account)}</Fact>}
    </dl>
  );
};
