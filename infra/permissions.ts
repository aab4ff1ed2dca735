import type { TableName } from './capacity.ts';
import type { FunctionName } from './functions.ts';

/**
 * What each function may do, action by action. A transaction needs the permission of each of its parts:
 * TransactWriteItems is PutItem, UpdateItem and ConditionCheckItem, TransactGetItems is GetItem.
 */
export interface Permissions {
  readonly tables: Partial<Record<TableName, readonly `dynamodb:${string}`[]>>;
  /** Indexes of the trades table that the function queries. */
  readonly indexes?: readonly ('fires-below' | 'fires-above' | 'due' | 'open')[];
  /** Queries the index of the users table that holds the live accounts. */
  readonly findsLiveAccounts?: true;
  readonly sendsTicks?: true;
  readonly receivesTicks?: true;
  /** Hands trades over to the settle queue. */
  readonly handsOver?: true;
  readonly receivesGroups?: true;
  /** Sends to WebSockets, and cuts them. */
  readonly reachesConnections?: true;
  /** Asks whether a WebSocket is still there. */
  readonly probesConnections?: true;
  /** Invokes the fan-out function, without waiting for it. */
  readonly fansOut?: true;
  /** Reads the streams of these tables; what cannot be told ends among the dead letters. */
  readonly streams?: readonly TableName[];
  /** Has imports and exports of candles run. */
  readonly startsJobs?: true;
  /** Exported files. */
  readonly exports?: 'reads' | 'writes';
  /**
   * Looks people up in the user pool, and takes a sign-up out that was never confirmed. What people do with it themselves
   * needs no permission of AWS.
   */
  readonly replacesSignUps?: true;
}

const GET = 'dynamodb:GetItem';
const BATCH_GET = 'dynamodb:BatchGetItem';
const QUERY = 'dynamodb:Query';
const PUT = 'dynamodb:PutItem';
const UPDATE = 'dynamodb:UpdateItem';
const DELETE = 'dynamodb:DeleteItem';
const BATCH_WRITE = 'dynamodb:BatchWriteItem';
const CHECK = 'dynamodb:ConditionCheckItem';

export const PERMISSIONS: Readonly<Record<FunctionName, Permissions>> = {
  'http-trades': {
    tables: {
      users: [GET, QUERY, PUT, UPDATE, CHECK],
      trades: [GET, BATCH_GET, QUERY, PUT],
      logs: [QUERY, PUT],
      market: [GET, BATCH_GET, QUERY, PUT, UPDATE, BATCH_WRITE],
    },
    indexes: ['open'],
    sendsTicks: true,
  },
  'http-simple': {
    tables: {
      users: [QUERY, UPDATE],
      trades: [GET, QUERY, PUT],
      logs: [QUERY, PUT],
      market: [GET, BATCH_GET, QUERY, PUT, UPDATE, BATCH_WRITE],
    },
    indexes: ['open'],
    sendsTicks: true,
  },
  'http-accounts': {
    tables: {
      users: [QUERY, PUT, UPDATE],
      trades: [GET, QUERY, PUT],
      logs: [PUT],
      ledger: [GET, QUERY, PUT],
      market: [GET, UPDATE],
    },
    indexes: ['open'],
    sendsTicks: true,
  },
  'http-market': { tables: { market: [GET, BATCH_GET, QUERY] } },
  'http-candles': {
    tables: { users: [UPDATE], market: [GET, BATCH_GET, QUERY, PUT, UPDATE] },
    startsJobs: true,
    exports: 'reads',
  },
  history: {
    tables: { market: [GET, BATCH_GET, QUERY, PUT, DELETE] },
    startsJobs: true,
    exports: 'writes',
  },
  'http-auth': {
    tables: {
      connections: [PUT],
      users: [GET, QUERY, PUT, UPDATE, DELETE, CHECK, BATCH_WRITE],
      trades: [QUERY, DELETE],
      logs: [QUERY, BATCH_WRITE],
      ledger: [QUERY, BATCH_WRITE],
    },
    replacesSignUps: true,
  },
  authorizer: { tables: { users: [GET, UPDATE] } },
  board: { tables: { market: [BATCH_GET, QUERY, PUT] } },
  schedule: { tables: { market: [GET] }, sendsTicks: true },
  portfolios: {
    tables: { users: [QUERY, PUT, UPDATE, CHECK], ledger: [PUT], market: [GET, PUT] },
    indexes: ['open'],
    findsLiveAccounts: true,
  },
  pack: { tables: { market: [GET, QUERY, PUT] } },
  tick: {
    tables: {
      users: [UPDATE],
      trades: [BATCH_GET, PUT, UPDATE],
      logs: [PUT],
      ledger: [PUT],
      market: [GET, BATCH_GET, QUERY, PUT, UPDATE, BATCH_WRITE, CHECK],
    },
    indexes: ['fires-below', 'fires-above', 'due'],
    sendsTicks: true,
    receivesTicks: true,
    handsOver: true,
  },
  settle: {
    tables: {
      users: [UPDATE],
      trades: [BATCH_GET, PUT, UPDATE],
      logs: [PUT],
      ledger: [PUT],
      market: [GET, BATCH_GET, QUERY, UPDATE],
    },
    receivesGroups: true,
  },
  'ws-connection': {
    tables: { connections: [QUERY, PUT, DELETE], users: [GET] },
    probesConnections: true,
  },
  'ws-message': {
    tables: {
      connections: [UPDATE, DELETE],
      users: [QUERY, PUT, UPDATE],
      trades: [GET, BATCH_GET, QUERY, PUT],
      logs: [PUT],
      ledger: [QUERY],
      market: [GET, BATCH_GET, QUERY, PUT, UPDATE, BATCH_WRITE],
    },
    indexes: ['open'],
    sendsTicks: true,
    reachesConnections: true,
  },
  changes: {
    tables: { connections: [QUERY, DELETE], market: [GET, BATCH_GET, QUERY] },
    streams: ['market', 'trades', 'users'],
    reachesConnections: true,
    fansOut: true,
  },
  'fan-out': {
    tables: { connections: [QUERY, DELETE], market: [GET, BATCH_GET, QUERY] },
    reachesConnections: true,
  },
};
