import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export type TableName = 'users' | 'trades' | 'logs' | 'ledger' | 'market' | 'connections';

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
  /** Open WebSockets and the tickets that open them: gone in two hours, so nothing here is kept. */
  readonly connections: Table;

  constructor(scope: Construct, id: string, props: { removeData: boolean }) {
    super(scope, id);
    const table = (
      name: string,
      keys: Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute' | 'stream'>,
    ) =>
      new Table(this, name, {
        ...keys,
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: !props.removeData,
        removalPolicy: props.removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      });

    // What changes there is told to whoever is connected.
    const stream = StreamViewType.NEW_AND_OLD_IMAGES;
    this.users = table('Users', {
      stream,
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
      stream,
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
      stream,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'ttl',
    });
    this.connections = new Table(this, 'Connections', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.connections, {
      'AwsSolutions-DDB3':
        'It holds open connections for two hours at most: there is nothing in it to recover.',
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
