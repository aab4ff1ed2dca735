import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { settleTogether } from '../../../shared/adapters/dynamodb/settle.ts';
import { settlementOf } from '../../../shared/application/settlement.ts';
import type { Settlement } from '../../../shared/ports/trade-store.ts';
import { StoreUnavailableError } from '../../../shared/ports/trade-store.ts';
import { bar, limit, pending, run } from '../../fixtures/trades.ts';

const TABLES = { users: 'users', trades: 'trades', logs: 'logs', ledger: 'ledger', market: 'market' };

/** An entry at 95: four writes, the trade, a log row, a ledger entry and the account. */
const entry = (id: string): Settlement => {
  const trade = pending({ id, entry: limit(95) });
  const settlement = settlementOf(trade, { events: run(trade, [bar(0, 100, 101, 94, 96)]).events });
  if (!settlement) throw new Error('the bar goes through the limit');
  return settlement;
};

/** As DynamoDB cancels a transaction: one reason for each action, in order. */
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'Transaction cancelled',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const OK = 'None';

describe('a cancelled transaction is read', () => {
  const dynamodb = mockClient(DynamoDBDocumentClient);
  const settle = (...ids: string[]) =>
    settleTogether(ids.map(entry), {
      client: dynamodb as unknown as DynamoDBDocumentClient,
      tables: TABLES,
      shards: 1,
    });
  const sent = () =>
    dynamodb
      .commandCalls(TransactWriteCommand)
      .map(({ args }) =>
        (args[0].input.TransactItems ?? []).flatMap(({ Put }) =>
          Put?.TableName === 'trades' ? [String(Put.Item?.tradeId)] : [],
        ),
      );
  beforeEach(() => dynamodb.reset());

  it('a stale trade is named and left out, the others of its account go on', async () => {
    dynamodb
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled(OK, OK, OK, 'ConditionalCheckFailed', OK, OK, OK))
      .resolves({});
    const unwritten = await settle('T1', 'T2');
    expect(JSON.stringify(unwritten)).toContain('"tradeId":"T2"');
    expect(unwritten).toHaveLength(1);
    expect(sent()).toEqual([['T1', 'T2'], ['T1']]);
  });

  it('a conflict is sent again, as it was', async () => {
    dynamodb
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict', OK, OK, OK))
      .resolves({});
    expect(await settle('T1')).toEqual([]);
    expect(sent()).toEqual([['T1'], ['T1']]);
  });

  it('a throttle that does not end is an unavailable store', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('ThrottlingError', OK, OK, OK));
    await expect(settle('T1')).rejects.toThrow(StoreUnavailableError);
    expect(sent()).toHaveLength(6);
  });

  it('what is wrong with the request itself is not sent again', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('ValidationError', OK, OK, OK));
    await expect(settle('T1')).rejects.toThrow('Transaction cancelled');
    expect(sent()).toHaveLength(1);
  });
});
