import type { OperationExample } from '../operation.ts';
import type { OperationId } from '../operations.ts';
import { accountExamples } from './accounts.ts';
import { authExamples } from './auth.ts';
import { boardExamples } from './board.ts';
import { bookExamples } from './books.ts';
import { candleExamples } from './candles.ts';
import { marketExamples } from './market.ts';
import { meExamples } from './me.ts';
import { orderExamples } from './orders.ts';
import { overviewExamples } from './overview.ts';
import { simpleExamples } from './simple.ts';
import { streamExamples } from './stream.ts';
import { tradeExamples } from './trades.ts';
import { watchlistExamples } from './watchlists.ts';

const examples: Readonly<Record<OperationId, OperationExample>> = {
  ...tradeExamples,
  ...orderExamples,
  ...watchlistExamples,
  ...accountExamples,
  ...bookExamples,
  ...overviewExamples,
  ...marketExamples,
  ...candleExamples,
  ...boardExamples,
  ...simpleExamples,
  ...authExamples,
  ...meExamples,
  ...streamExamples,
};

/** For the documentation and for tests: no handler and no client holds examples. */
export const exampleOf = (id: OperationId): OperationExample => examples[id];
