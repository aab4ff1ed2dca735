import Big from 'big.js';
import type { ReactNode } from 'react';
import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import type { Overview } from '../../api.ts';
import { formatQuantity } from '../../format/number.ts';
import { baseOf, quoteOf, sourceName } from '../../format/words.ts';
import { Figure } from '../../ui/card.tsx';

const percent = (rate: string): string => `${formatQuantity(new Big(rate).times(100).toFixed())} %`;

const feeWords = ({ makerRate, takerRate }: NonNullable<Overview['account']>): string =>
  makerRate === takerRate ? percent(makerRate) : `${percent(makerRate)} maker, ${percent(takerRate)} taker`;

/** What an order of this market has to keep to, and what its fills cost. */
export const InstrumentFacts = ({
  instrument,
  account,
}: {
  instrument: Instrument | undefined;
  account: Overview['account'] | undefined;
}): ReactNode => {
  if (!instrument) return null;
  const { symbol, venue, tickSize, lotSize, minNotional } = instrument;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 px-3 py-2.5">
      <Figure label="Trades go to">{sourceName(venue)}</Figure>
      <Figure label="Tick">{formatQuantity(tickSize)}</Figure>
      <Figure label="Lot">
        {formatQuantity(lotSize)} {baseOf(symbol)}
      </Figure>
      <Figure label="Smallest order">
        {formatQuantity(minNotional)} {quoteOf(symbol)}
      </Figure>
      {account && <Figure label="Fees">{feeWords(account)}</Figure>}
    </dl>
  );
};
