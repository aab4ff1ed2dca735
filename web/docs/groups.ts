import type { OperationGroup } from '../../shared/contract/operation.ts';
import { type ListedOperation, operations } from '../../shared/contract/operations.ts';

export interface Group {
  readonly id: OperationGroup;
  readonly title: string;
  readonly about: string;
  readonly operations: readonly ListedOperation[];
}

const TITLES: Readonly<Record<OperationGroup, readonly [title: string, about: string]>> = {
  trades: [
    'Trades',
    'An entry with up to two exits, from its creation to its last fill. Commands take effect once the market’s record up to them has been evaluated.',
  ],
  accounts: ['Accounts and books', 'Virtual money: where it is, where it came from, and what it is worth.'],
  market: ['Market and status', 'Stored prices, and how the machinery does.'],
  candles: ['Candles', 'Candles at every interval, indicators over them, imports of the past and exports.'],
  auth: ['Sign-in, you and your keys', 'Sessions, the second factor, what is stored of you, and API keys.'],
  simple: [
    'Simple API',
    'The first five requests, with JSON numbers and plain JSON errors: {"error": ...}. BTC/USD stands for the first BTC market.',
  ],
};

const all: readonly ListedOperation[] = operations;

/** The operations as the reference has them, in the order of the titles. */
export const groups: readonly Group[] = (Object.keys(TITLES) as OperationGroup[]).map((id) => ({
  id,
  title: TITLES[id][0],
  about: TITLES[id][1],
  operations: all.filter(({ group }) => group === id),
}));
