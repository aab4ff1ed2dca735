import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { Board } from '../features/board/board.tsx';
import { go } from '../place.ts';

/** What the market does; a coin leads to the terminal of what it is traded as. */
const Markets = ({ desk }: { desk: Desk }): ReactNode => (
  <Board
    now={desk.now}
    onTrade={(symbol) => {
      desk.onSymbol(symbol);
      go('terminal');
    }}
  />
);

export default Markets;
