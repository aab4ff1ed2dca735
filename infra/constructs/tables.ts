import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  type GlobalSecondaryIndexProps,
  ProjectionType,
  StreamViewType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { TableName } from '../capacity.ts';
import type { Settings } from '../settings.ts';
import { TableCapacity } from './table-capacity.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

type Keys = Pick<TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute' | 'stream'>;

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
  private readonly capacity: TableCapacity;

  constructor(
    scope: Construct,
    id: string,
    props: Pick<Settings, 'removeData' | 'billing' | 'capacityLimit'>,
  ) {
    super(scope, id);
    this.capacity = new TableCapacity(props);
    const table = (name: TableName, keys: Keys) =>
      this.table(name, {
        ...keys,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: !props.removeData,
        removalPolicy: props.removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      });

    // What changes there is told to whoever is connected.
    const stream = StreamViewType.NEW_AND_OLD_IMAGES;
    this.users = table('users', {
      stream,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      // Failed attempts and challenges of a sign-in: what a person owns has none.
      timeToLiveAttribute: 'ttl',
    });
    // Accounts with something open, or booked since they were last found idle.
    this.index('users', {
      indexName: 'live',
      partitionKey: text('live'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.trades = table('trades', {
      stream,
      partitionKey: text('userId'),
      sortKey: text('tradeId'),
    });
    this.logs = table('logs', {
      partitionKey: text('tradeId'),
      sortKey: number('seq'),
    });
    this.ledger = table('ledger', {
      partitionKey: text('book'),
      sortKey: text('entryId'),
    });
    this.market = table('market', {
      stream,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'ttl',
    });
    this.connections = this.table('connections', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'ttl',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.connections, {
      'AwsSolutions-DDB3':
        'It holds open connections for two hours at most: there is nothing in it to recover.',
    });
    this.addTradeIndexes();
  }

  private table(name: TableName, props: TableProps): Table {
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const table = new Table(this, id, { ...props, ...this.capacity.ofTable(name) });
    this.capacity.scaleTable(table, name);
    return table;
  }

  private index(name: TableName, props: GlobalSecondaryIndexProps): void {
    const { indexName } = props;
    this[name].addGlobalSecondaryIndex({ ...props, ...this.capacity.ofIndex(name, indexName) });
    this.capacity.scaleIndex(this[name], name, indexName);
  }

  /** All sparse: an item is in an index only while it waits for what the index finds. */
  private addTradeIndexes(): void {
    this.index('trades', {
      indexName: 'fires-below',
      partitionKey: text('fb'),
      sortKey: number('fbPrice'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.index('trades', {
      indexName: 'fires-above',
      partitionKey: text('fa'),
      sortKey: number('faPrice'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.index('trades', {
      indexName: 'due',
      partitionKey: text('due'),
      sortKey: number('dueAt'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['market'],
    });
    this.index('trades', {
      indexName: 'open',
      partitionKey: text('openUser'),
      sortKey: text('tradeId'),
      projectionType: ProjectionType.ALL,
    });
  }
}
