import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { MarketList } from '../features/market/market-list.tsx';
import { go } from '../place.ts';
import { Panel } from '../ui/panel.tsx';

/** Every symbol with its price, its source and its age; choosing one opens its terminal. */
const Markets = ({ desk }: { desk: Desk }): ReactNode => (
  <Panel title="Markets" className="mx-auto w-full max-w-3xl lg:max-h-full">
    <MarketList
      {...desk}
      wide
      prices={desk.overview?.prices}
      selected={desk.symbol}
      onSelect={(symbol) => {
        desk.onSymbol(symbol);
        go('terminal');
      }}
    />
  </Panel>
);

export default Markets;
