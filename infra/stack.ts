import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { Board } from './constructs/board.ts';
import { CHANGES_TIMEOUT, Changes } from './constructs/changes.ts';
import { Exports, HISTORY_TIMEOUT, History } from './constructs/history.ts';
import { PublicApi } from './constructs/http-api.ts';
import { Identity } from './constructs/identity.ts';
import { PACK_TIMEOUT, Packing } from './constructs/packing.ts';
import { PORTFOLIOS_TIMEOUT, Portfolios } from './constructs/portfolios.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import { SETTLE_TIMEOUT, Settlements, SettleQueue } from './constructs/settlements.ts';
import { Site } from './constructs/site.ts';
import { SocketApi } from './constructs/socket-api.ts';
import { Tables } from './constructs/tables.ts';
import { TICK_TIMEOUT, Tick, TickQueue } from './constructs/tick.ts';
import { functionEnvironment } from './environment.ts';
import type { FunctionName } from './functions.ts';
import type { Settings } from './settings.ts';

export interface PaperwickStackProps {
  readonly settings: Settings;
  /** The built dashboard. */
  readonly siteDirectory: string;
  /** The bundled functions, a folder each. */
  readonly functionsDirectory: string;
}

/** API Gateway gives up after 30 s. */
const HTTP_TIMEOUT = Duration.seconds(29);

/**
 * A process of ours holds about 80 MB once its bundle is loaded, so memory is bought for the CPU that comes with it:
 * 1,769 MB are one core. What computes or answers people gets more than half of one, what only looks up a third.
 */
const MEMORY_MB = { computes: 1024, looksUp: 512 } as const;

/** All of Paperwick: this only composes, each construct explains itself. */
export class PaperwickStack extends Stack {
  constructor(scope: Construct, id: string, props: PaperwickStackProps) {
    super(scope, id, {
      description: 'Paperwick: a crypto trading simulator, virtual money and real prices',
    });
    const { settings, functionsDirectory } = props;
    const tables = new Tables(this, 'Tables', settings);
    const { queue, deadLetters } = new TickQueue(this, 'TickQueue');
    const identity = new Identity(this, 'Identity', settings);
    const settleQueue = new SettleQueue(this, 'SettleQueue', { deadLetters }).queue;
    const queues = { tick: queue.queueUrl, settle: settleQueue.queueUrl };
    const socketApi = new SocketApi(this, 'SocketApi');
    const exports = new Exports(this, 'Exports').bucket;
    // A name of its own, for a function that starts itself again can refer to itself by nothing else.
    const historyName = `${this.stackName}-history`;
    const environment = functionEnvironment(settings, tables, queues, identity, socketApi.url, {
      functionName: historyName,
      exportsBucket: exports.bucketName,
    });

    const lambda = (
      id: string,
      name: FunctionName,
      timeout: Duration,
      memoryMb: number,
      more: { readonly fanOut?: LambdaFunction } = {},
    ) =>
      new ServiceFunction(this, id, {
        name,
        timeout,
        memoryMb,
        functionsDirectory,
        environment,
        logRetentionDays: settings.logRetentionDays,
        tables,
        tickQueue: queue,
        settleQueue,
        userPool: identity.pool,
        deadLetters,
        socketApi: socketApi.api,
        ...more,
        historyName,
        exports,
      }).lambda;

    const tick = lambda('TickFunction', 'tick', TICK_TIMEOUT, MEMORY_MB.computes);
    new Tick(this, 'Tick', {
      schedule: lambda('ScheduleFunction', 'schedule', HTTP_TIMEOUT, MEMORY_MB.looksUp),
      tick,
      queue,
      atOnce: settings.ticksAtOnce,
    });
    const settle = lambda('SettleFunction', 'settle', SETTLE_TIMEOUT, MEMORY_MB.computes);
    new Settlements(this, 'Settlements', {
      settle,
      queue: settleQueue,
      atOnce: settings.settlementsAtOnce,
    });
    new Portfolios(this, 'Portfolios', {
      sample: lambda('PortfoliosFunction', 'portfolios', PORTFOLIOS_TIMEOUT, MEMORY_MB.looksUp),
    });
    new Packing(this, 'Packing', {
      pack: lambda('PackFunction', 'pack', PACK_TIMEOUT, MEMORY_MB.looksUp),
    });
    new History(this, 'History', {
      run: lambda('HistoryFunction', 'history', HISTORY_TIMEOUT, MEMORY_MB.computes),
    });
    new Board(this, 'Board', {
      refresh: lambda('BoardFunction', 'board', HTTP_TIMEOUT, MEMORY_MB.looksUp),
    });
    // First the tick learns of new settings, then those who announce by them what it has to hear of.
    const announcing = (id: string, name: FunctionName) => {
      const own = lambda(id, name, HTTP_TIMEOUT, MEMORY_MB.computes);
      own.node.addDependency(tick);
      return own;
    };
    const { api } = new PublicApi(this, 'PublicApi', {
      settings,
      authorizer: lambda('AuthorizerFunction', 'authorizer', HTTP_TIMEOUT, MEMORY_MB.looksUp),
      handlers: {
        trades: announcing('TradesFunction', 'http-trades'),
        accounts: announcing('AccountsFunction', 'http-accounts'),
        market: lambda('MarketFunction', 'http-market', HTTP_TIMEOUT, MEMORY_MB.computes),
        candles: lambda('CandlesFunction', 'http-candles', HTTP_TIMEOUT, MEMORY_MB.computes),
        auth: lambda('AuthFunction', 'http-auth', HTTP_TIMEOUT, MEMORY_MB.computes),
        simple: announcing('SimpleFunction', 'http-simple'),
      },
    });
    socketApi.serve(settings, {
      connection: lambda('WsConnectionFunction', 'ws-connection', HTTP_TIMEOUT, MEMORY_MB.looksUp),
      message: announcing('WsMessageFunction', 'ws-message'),
    });
    const fanOut = lambda('FanOutFunction', 'fan-out', CHANGES_TIMEOUT, MEMORY_MB.computes);
    const changes = lambda('ChangesFunction', 'changes', CHANGES_TIMEOUT, MEMORY_MB.computes, { fanOut });
    new Changes(this, 'Changes', { changes, fanOut, tables, deadLetters });
    const { distribution } = new Site(this, 'Site', {
      api,
      socketApi: socketApi.api,
      exchangeStreamUrl: settings.binanceStreamUrl,
      directory: props.siteDirectory,
      logRetentionDays: settings.logRetentionDays,
    });
    new Alarms(this, 'Alarms', {
      tick,
      tickQueue: queue,
      deadLetters,
      changes,
      api,
      email: settings.alarmEmail,
    });

    new CfnOutput(this, 'Url', {
      value: `https://${distribution.distributionDomainName}`,
    });
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: identity.pool.userPoolId });
    new CfnOutput(this, 'UsersTable', { value: tables.users.tableName });
    new CfnOutput(this, 'DeadLettersUrl', { value: deadLetters.queueUrl });
  }
}
