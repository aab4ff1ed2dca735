import type { ReactNode } from 'react';
import type { PriceView } from '../api.ts';
import type { Desk } from '../desk.ts';
import { Funds } from '../features/portfolio/funds.tsx';
import { HistoryPanel } from '../features/portfolio/history-panel.tsx';
import { Positions } from '../features/portfolio/positions.tsx';
import { Worth } from '../features/portfolio/worth.tsx';
import { go } from '../place.ts';

const NONE: readonly PriceView[] = [];

/** What an account holds, what it is worth, and how it came to that. */
export default function Portfolio({ desk }: { desk: Desk }): ReactNode {
  const { portfolio, accounts } = desk;
  const open = (symbol: string): void => {
    desk.onSymbol(symbol);
    go('terminal');
  };
  const unpriced = portfolio?.unpriced ?? [];
  const stale = portfolio?.stale ?? [];
  return (
    <div className="mx-auto grid w-full max-w-7xl gap-3 max-lg:gap-2">
      <div className="px-1 pt-1 pb-1">
        <Worth portfolio={portfolio} />
        {unpriced.length > 0 && (
          <p className="pt-2 text-table text-warning">
            There is no price of {unpriced.join(', ')}: counted at cost.
          </p>
        )}
        {stale.length > 0 && (
          <p className="pt-2 text-table text-warning">
            The price of {stale.join(', ')} is stale: counted at the last one.
          </p>
        )}
      </div>
      <div className="grid gap-3 max-lg:gap-2 lg:grid-cols-[minmax(0,1fr)_320px]">
        <HistoryPanel account={accounts.chosenId} />
        <Funds
          portfolio={portfolio}
          account={accounts.chosen}
          onDeposit={() => desk.onAccount('deposit')}
          onWithdraw={() => desk.onAccount('withdraw')}
          onReset={() => desk.onAccount('reset')}
        />
      </div>
      <Positions
        account={accounts.chosenId}
        prices={desk.overview?.prices ?? NONE}
        placesOf={desk.placesOf}
        onSymbol={open}
        onTrade={() => go('terminal')}
      />
    </div>
  );
}
