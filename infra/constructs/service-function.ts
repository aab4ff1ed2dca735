import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, type CfnElement, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../shared/contract/environment.ts';
import { acknowledge } from '../acknowledge.ts';
import type { TableName } from '../capacity.ts';
import type { FunctionName } from '../functions.ts';
import { PERMISSIONS, type Permissions } from '../permissions.ts';
import { SOCKET_STAGE } from './socket-api.ts';

/** Namespace of the metrics that the functions write to their logs (embedded metric format). */
export const METRIC_NAMESPACE = 'Paperwick';

export interface ServiceFunctionProps {
  readonly name: FunctionName;
  readonly memoryMb: number;
  readonly timeout: Duration;
  /** Holds a folder of this name with `index.mjs` in it. */
  readonly functionsDirectory: string;
  readonly environment: Readonly<Partial<Record<EnvironmentName, string>>>;
  readonly logRetentionDays: RetentionDays;
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly tickQueue: Queue;
  readonly settleQueue: Queue;
  readonly deadLetters: Queue;
  readonly socketApi: WebSocketApi;
  /** Of the one that invokes it. */
  readonly fanOut?: LambdaFunction;
  readonly userPool: UserPool;
  /** The name of the function that runs imports and exports. */
  readonly historyName: string;
  /** Where exports lie. */
  readonly exports: Bucket;
}

const allow = (actions: readonly string[], ...resources: string[]) =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources,
  });

/** One Lambda function with a log group and a role of its own, allowed what PERMISSIONS says and nothing else. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const directory = join(props.functionsDirectory, props.name);
    if (!existsSync(join(directory, 'index.mjs')))
      throw new Error(`${directory} holds no index.mjs: run npm run build:functions first`);

    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [writeTo(logGroup), ...statementsOf(props)],
        }),
      },
    });
    acknowledgeConnections(role, props.socketApi, methodsOf(PERMISSIONS[props.name]));
    if (PERMISSIONS[props.name].exports) {
      const bucketId = Stack.of(this).getLogicalId(props.exports.node.defaultChild as CfnElement);
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/exports/*]`]:
          'Exported files have names of their own, and all of them lie under this prefix of a bucket that holds nothing else.',
      });
    }
    this.lambda = new LambdaFunction(this, 'Function', {
      ...(props.name === 'history' && { functionName: props.historyName }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(directory),
      memorySize: props.memoryMb,
      timeout: props.timeout,
      logGroup,
      // The role is complete: whatever the CDK would add on top would be wider.
      role: role.withoutPolicyUpdates(),
      environment: {
        ...props.environment,
        ...(props.fanOut ? { FAN_OUT_FUNCTION: props.fanOut.functionName } : {}),
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
      },
    });
  }
}

const writeTo = (logGroup: LogGroup) =>
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);

const statementsOf = ({
  exports,
  historyName,
  name,
  tables,
  tickQueue,
  settleQueue,
  userPool,
  ...props
}: ServiceFunctionProps): PolicyStatement[] => {
  const permissions = PERMISSIONS[name];
  const statements = Object.entries(permissions.tables).map(([table, actions]) =>
    allow(actions, tables[table as TableName].tableArn),
  );
  if (permissions.indexes) {
    const indexes = permissions.indexes.map((index) => `${tables.trades.tableArn}/index/${index}`);
    statements.push(allow(['dynamodb:Query'], ...indexes));
  }
  if (permissions.findsLiveAccounts)
    statements.push(allow(['dynamodb:Query'], `${tables.users.tableArn}/index/live`));
  if (permissions.sendsTicks) statements.push(allow(['sqs:SendMessage'], tickQueue.queueArn));
  if (permissions.handsOver) statements.push(allow(['sqs:SendMessage'], settleQueue.queueArn));
  const receive = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  if (permissions.receivesTicks) statements.push(allow(receive, tickQueue.queueArn));
  if (permissions.receivesGroups) statements.push(allow(receive, settleQueue.queueArn));
  if (permissions.replacesSignUps) {
    const replace = ['cognito-idp:AdminGetUser', 'cognito-idp:AdminDeleteUser'];
    statements.push(allow(replace, userPool.userPoolArn));
  }
  if (permissions.startsJobs) {
    const arn = Stack.of(exports).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: historyName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    statements.push(allow(['lambda:InvokeFunction'], arn));
  }
  if (permissions.exports) {
    const action = permissions.exports === 'writes' ? 's3:PutObject' : 's3:GetObject';
    statements.push(allow([action], exports.arnForObjects('exports/*')));
  }
  statements.push(...streamStatements(permissions, { tables, ...props }));
  return statements;
};

/** What is asked of `@connections`. */
const methodsOf = ({ reachesConnections, probesConnections }: Permissions): string[] => [
  ...(reachesConnections ? ['POST', 'DELETE'] : []),
  ...(probesConnections ? ['GET'] : []),
];

/** A connection has no name before it is there. */
const acknowledgeConnections = (role: Role, socketApi: WebSocketApi, methods: readonly string[]) => {
  const api = Stack.of(role).getLogicalId(socketApi.node.defaultChild as CfnElement);
  const account = '<AWS::Region>:<AWS::AccountId>';
  for (const method of methods)
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:${account}:<${api}>/${SOCKET_STAGE}/${method}/@connections/*]`]:
        'Connections come and go: it reaches any of this API, and of no other.',
    });
};

const READ_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
);

/** What it takes to tell connections what has changed. */
const streamStatements = (
  permissions: Permissions,
  {
    tables,
    deadLetters,
    socketApi,
    fanOut,
  }: Pick<ServiceFunctionProps, 'tables' | 'deadLetters' | 'socketApi' | 'fanOut'>,
): PolicyStatement[] => {
  const statements: PolicyStatement[] = [];
  const methods = methodsOf(permissions);
  if (methods.length > 0) {
    const connections = methods.map((method) =>
      Stack.of(socketApi).formatArn({
        service: 'execute-api',
        resource: socketApi.apiId,
        resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
      }),
    );
    statements.push(allow(['execute-api:ManageConnections'], ...connections));
  }
  if (permissions.fansOut && fanOut) statements.push(allow(['lambda:InvokeFunction'], fanOut.functionArn));
  if (permissions.streams) {
    const streams = permissions.streams.flatMap((table) => tables[table].tableStreamArn ?? []);
    statements.push(allow(READ_STREAM, ...streams), allow(['sqs:SendMessage'], deadLetters.queueArn));
  }
  return statements;
};
