import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import Big from 'big.js';
import { dynamodbClient } from '../../infra/local/dynamodb/tables.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import { bookOf } from '../oracle/money.ts';
import type { OracleFill } from '../oracle/types.ts';

type Item = Readonly<Record<string, unknown>>;

/** What the tables hold at the end of a run. */
export interface Books {
  readonly trades: readonly Item[];
  readonly ledger: readonly Item[];
  readonly account: Item | undefined;
  readonly logs: readonly Item[];
}

const scan = async (client: DynamoDBDocumentClient, table: string | undefined): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items;
};

export const readBooks = async (runtime: Runtime): Promise<Books> => {
  const raw = dynamodbClient(runtime.dynamodbEndpoint);
  const client = DynamoDBDocumentClient.from(raw, { unmarshallOptions: { wrapNumbers: (text) => text } });
  const { USERS_TABLE, TRADES_TABLE, LOGS_TABLE, LEDGER_TABLE } = runtime.variables;
  const users = await scan(client, USERS_TABLE);
  const trades = await scan(client, TRADES_TABLE);
  const books = {
    trades: trades.filter(({ tradeId }) => !String(tradeId).startsWith('client#')),
    // Beside the entries, which begin with their time, it holds samples of value and what clients named.
    ledger: (await scan(client, LEDGER_TABLE)).filter(({ entryId }) => /^\d{13}#/.test(String(entryId))),
    account: users.find(({ sk }) => sk === 'account#main'),
    logs: await scan(client, LOGS_TABLE),
  };
  raw.destroy();
  return books;
};

const fillsOf = (trade: Item): Item[] =>
  ((trade.trade as { fills?: Item[] } | undefined)?.fills ?? []) as Item[];

const total = (items: readonly Item[], of: string): Big =>
  items.reduce<Big>((sum, item) => sum.plus(String(item[of])), new Big(0));

/** Of what has been given back, by its share of the cost (fill rules, 6.3). */
const grossOf = (trade: Item): Big => {
  const { brought } = bookOf(fillsOf(trade) as unknown as OracleFill[]);
  return (trade.trade as Item).direction === 'long' ? brought : brought.neg();
};

/** Every way in which trades, ledger, logs and account contradict each other; empty where the books balance. */
export const wrongBooks = ({ trades, ledger, account, logs }: Books): string[] => {
  const fills = trades.flatMap(fillsOf);
  const wrong: string[] = [];
  const expect = (what: string, actual: string | number, expected: string | number) => {
    if (String(actual) !== String(expected)) wrong.push(`${what}: ${actual} instead of ${expected}`);
  };
  const ids = (items: readonly Item[]) => new Set(items.map(({ id }) => String(id)));
  const missing = (what: string, here: Set<string>, there: Set<string>) =>
    expect(
      what,
      [...here]
        .filter((id) => !there.has(id))
        .sort()
        .join(' '),
      '',
    );
  missing('fills that the ledger has and no trade', ids(ledger), ids(fills));
  missing('fills that a trade has and the ledger has not', ids(fills), ids(ledger));
  expect('fills in the ledger', ledger.length, fills.length);
  expect('fees', new Big(String(account?.fees ?? 0)).toFixed(), total(fills, 'fee').toFixed());
  expect('fill count', String(account?.fillCount ?? 0), fills.length);
  const gross = trades.reduce<Big>((sum, trade) => sum.plus(grossOf(trade)), new Big(0));
  expect('realized P&L', new Big(String(account?.realizedPnl ?? 0)).toFixed(), gross.toFixed());
  for (const trade of trades) {
    const rows = logs.filter(({ tradeId }) => tradeId === trade.tradeId).map(({ seq }) => Number(seq));
    const numbers = Array.from({ length: Number(trade.version) }, (_, seq) => seq);
    expect(`log of ${trade.tradeId}`, rows.sort((a, b) => a - b).join(' '), numbers.join(' '));
  }
  return wrong;
};

/** The trades of a run as two runs can be held against each other: by clientTradeId, without ids of their own. */
export const comparableTrades = ({ trades }: Books): Record<string, unknown> =>
  Object.fromEntries(
    trades.map(({ trade, status, version }) => {
      const { clientTradeId, fills, ...rest } = trade as Item;
      const anonymous = ((fills ?? []) as Item[]).map(({ id: _, ...fill }) => fill);
      return [String(clientTradeId), { ...rest, fills: anonymous, status, version }];
    }),
  );
