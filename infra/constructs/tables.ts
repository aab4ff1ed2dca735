import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

export type TableName = 'users' | 'trades' | 'logs' | 'ledger' | 'market';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** Where everything is kept. The adapters in shared/adapters/dynamodb say what each item looks like. */
export class Tables extends Construct implements Readonly<Record<TableName, Table>> {
  /** Profiles, accounts, API keys (hashed). */
  readonly users: Table;
  /** Keyed by user, so that the trades of others are absent by construction. */
  readonly trades: Table;
  /** The events of each trade, in order. */
  readonly logs: Table;
  /** The fills of each account, append-only. */
  readonly ledger: Table;
  /** State of each batch, quotes, instruments, candles, blind windows. */
  readonly market: Table;

  constructor(scope: Construct, id: string, props: { removeData: boolean }) {
    super(scope, id);
    const table = (
      name: string,
      keys: Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>,
    ) =>
      new Table(this, name, {
        ...keys,
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: !props.removeData,
        removalPolicy: props.removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      });

    this.users = table('Users', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      // Failed attempts and challenges of a sign-in: what a person owns has none.
      timeToLiveAttribute: 'ttl',
    });
    // Accounts with something open, or booked since they were last found idle.
    this.users.addGlobalSecondaryIndex({
      indexName: 'live',
      partitionKey: text('live'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.trades = table('Trades', {
      partitionKey: text('userId'),
      sortKey: text('tradeId'),
    });
    this.logs = table('Logs', {
      partitionKey: text('tradeId'),
      sortKey: number('seq'),
    });
    this.ledger = table('Ledger', {
      partitionKey: text('book'),
      sortKey: text('entryId'),
    });
    this.market = table('Market', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'ttl',
    });
    this.addTradeIndexes();
  }

  /** All sparse: an item is in an index only while it waits for what the index finds. */
  private addTradeIndexes(): void {
    this.trades.addGlobalSecondaryIndex({
      indexName: 'fires-below',
      partitionKey: text('fb'),
      sortKey: number('fbPrice'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.trades.addGlobalSecondaryIndex({
      indexName: 'fires-above',
      partitionKey: text('fa'),
      sortKey: number('faPrice'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.trades.addGlobalSecondaryIndex({
      indexName: 'due',
      partitionKey: text('due'),
      sortKey: number('dueAt'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['market'],
    });
    this.trades.addGlobalSecondaryIndex({
      indexName: 'open',
      partitionKey: text('openUser'),
      sortKey: text('tradeId'),
      projectionType: ProjectionType.ALL,
    });
  }
}
