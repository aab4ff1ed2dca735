import type { App } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { STACK_NAME } from '../../../infra/app.ts';
import { acknowledgedFindings } from '../../../infra/nag-report.ts';
import { parseSettings } from '../../../infra/settings.ts';
import { appOf, type Resource, synthesize, writtenSettings } from './synthesize.ts';

const { template, ofType } = synthesize(parseSettings(writtenSettings()));

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item), item.transform((single) => [single])]) as unknown as z.ZodType<z.output<T>[]>;
const roleSchema = z.object({
  ManagedPolicyArns: z.never().optional(),
  Policies: z.array(
    z.object({
      PolicyDocument: z.object({
        Statement: z.array(
          z.object({
            Effect: z.literal('Allow'),
            Action: oneOrMore(z.string()),
            Resource: oneOrMore(z.unknown()),
          }),
        ),
      }),
    }),
  ),
});

/** `Trades: GetItem` for each action on each resource, by the names that the template gives. */
const grantsOf = (role: Resource): string[] =>
  roleSchema
    .parse(role.Properties)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Resource.flatMap((resource) => Action.map((action) => `${action} ${nameOf(resource)}`)),
    )
    .sort();

const nameOf = (resource: unknown): string => {
  const text = JSON.stringify(resource);
  const table = /Tables([A-Z][a-z]+)[0-9A-F]{8}/.exec(text)?.[1];
  const index = /"(\/index\/[a-z-]+)"/.exec(text)?.[1] ?? '';
  if (table) return `${table}${index}`;
  const called = /:function:([\w-]+)"/.exec(text)?.[1];
  if (called) return called;
  return /"([A-Za-z]+?)[0-9A-F]{8}"/.exec(text)?.[1] ?? text;
};

const logs = (name: string) => [
  `logs:CreateLogStream ${name}FunctionLogs`,
  `logs:PutLogEvents ${name}FunctionLogs`,
];
const on = (table: string, ...actions: string[]) => actions.map((action) => `dynamodb:${action} ${table}`);

/** To send, and to cut. */
const REACHES_CONNECTIONS = [
  'execute-api:ManageConnections SocketApi',
  'execute-api:ManageConnections SocketApi',
];

/** Read off the use cases: what each function asks of DynamoDB and SQS, and nothing that it does not. */
const EXPECTED = {
  Trades: [
    ...on('Users', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...on('Trades', 'BatchGetItem', 'GetItem', 'PutItem', 'Query'),
    ...on('Trades/index/open', 'Query'),
    ...on('Logs', 'PutItem', 'Query'),
    ...on('Market', 'BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    'sqs:SendMessage TickQueue',
  ],
  Simple: [
    ...on('Users', 'Query', 'UpdateItem'),
    ...on('Trades', 'GetItem', 'PutItem', 'Query'),
    ...on('Trades/index/open', 'Query'),
    ...on('Logs', 'PutItem', 'Query'),
    ...on('Market', 'BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    'sqs:SendMessage TickQueue',
  ],
  Accounts: [
    ...on('Users', 'PutItem', 'Query', 'UpdateItem'),
    ...on('Trades', 'GetItem', 'PutItem', 'Query'),
    ...on('Trades/index/open', 'Query'),
    ...on('Logs', 'PutItem'),
    ...on('Ledger', 'GetItem', 'PutItem', 'Query'),
    ...on('Market', 'GetItem', 'UpdateItem'),
    'sqs:SendMessage TickQueue',
  ],
  Portfolios: [
    ...on('Users', 'ConditionCheckItem', 'PutItem', 'Query', 'UpdateItem'),
    ...on('Users/index/live', 'Query'),
    ...on('Trades/index/open', 'Query'),
    ...on('Ledger', 'PutItem'),
    ...on('Market', 'GetItem', 'PutItem'),
  ],
  Candles: [
    ...on('Users', 'UpdateItem'),
    ...on('Market', 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    'lambda:InvokeFunction Paperwick-history',
    's3:GetObject ExportsBucket',
  ],
  History: [
    ...on('Market', 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'),
    'lambda:InvokeFunction Paperwick-history',
    's3:PutObject ExportsBucket',
  ],
  Pack: on('Market', 'GetItem', 'PutItem', 'Query'),
  Market: on('Market', 'BatchGetItem', 'GetItem', 'Query'),
  Auth: [
    ...on('Connections', 'PutItem'),
    ...on(
      'Users',
      'BatchWriteItem',
      'ConditionCheckItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
      'UpdateItem',
    ),
    ...on('Trades', 'DeleteItem', 'Query'),
    ...on('Logs', 'BatchWriteItem', 'Query'),
    ...on('Ledger', 'BatchWriteItem', 'Query'),
    'cognito-idp:AdminDeleteUser IdentityPool',
    'cognito-idp:AdminGetUser IdentityPool',
  ],
  WsConnection: [
    ...on('Connections', 'DeleteItem', 'PutItem', 'Query'),
    ...on('Users', 'GetItem'),
    // Whether a connection is still there.
    'execute-api:ManageConnections SocketApi',
  ],
  WsMessage: [
    ...on('Connections', 'DeleteItem', 'UpdateItem'),
    ...on('Users', 'PutItem', 'Query', 'UpdateItem'),
    ...on('Trades', 'BatchGetItem', 'GetItem', 'PutItem', 'Query'),
    ...on('Trades/index/open', 'Query'),
    ...on('Logs', 'PutItem'),
    ...on('Ledger', 'Query'),
    ...on('Market', 'BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    'sqs:SendMessage TickQueue',
    ...REACHES_CONNECTIONS,
  ],
  Changes: [
    ...on('Connections', 'DeleteItem', 'Query'),
    ...on('Market', 'BatchGetItem', 'GetItem', 'Query'),
    ...['Market', 'Trades', 'Users'].flatMap((table) =>
      on(table, 'DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'),
    ),
    'lambda:InvokeFunction FanOutFunction',
    'sqs:SendMessage TickQueueDeadLetters',
    ...REACHES_CONNECTIONS,
  ],
  FanOut: [
    ...on('Connections', 'DeleteItem', 'Query'),
    ...on('Market', 'BatchGetItem', 'GetItem', 'Query'),
    ...REACHES_CONNECTIONS,
  ],
  Authorizer: on('Users', 'GetItem', 'UpdateItem'),
  Schedule: [...on('Market', 'GetItem'), 'sqs:SendMessage TickQueue'],
  Tick: [
    ...on('Users', 'UpdateItem'),
    ...on('Trades', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    ...['fires-below', 'fires-above', 'due'].flatMap((index) => on(`Trades/index/${index}`, 'Query')),
    ...on('Logs', 'PutItem'),
    ...on('Ledger', 'PutItem'),
    ...on(
      'Market',
      'BatchGetItem',
      'BatchWriteItem',
      'ConditionCheckItem',
      'GetItem',
      'PutItem',
      'Query',
      'UpdateItem',
    ),
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'].map(
      (action) => `sqs:${action} TickQueue`,
    ),
    'sqs:SendMessage SettleQueue',
  ],
  Settle: [
    ...on('Users', 'UpdateItem'),
    ...on('Trades', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    ...on('Logs', 'PutItem'),
    ...on('Ledger', 'PutItem'),
    ...on('Market', 'BatchGetItem', 'GetItem', 'Query', 'UpdateItem'),
    ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} SettleQueue`),
  ],
};

describe('permissions', () => {
  const roles = ofType('AWS::IAM::Role');

  test.each(Object.entries(EXPECTED))('of the %s function are these and no others', (name, expected) => {
    const [[, role] = []] = roles.filter(([id]) => id.startsWith(`${name}FunctionRole`));
    expect(role && grantsOf(role)).toEqual([...expected, ...logs(name)].sort());
  });

  test.each([
    ['TickSchedulerRole', 'ScheduleFunction'],
    ['PortfoliosSchedulerRole', 'PortfoliosFunction'],
    ['PackingSchedulerRole', 'PackFunction'],
  ])('of the %s are to call the %s', (name, called) => {
    const [[, role] = []] = roles.filter(([id]) => id.startsWith(name));
    expect(role && grantsOf(role)).toEqual([`lambda:InvokeFunction ${called}`]);
  });

  test('of what copies the dashboard are to read its very archives and to write its bucket', () => {
    const [[, role] = []] = roles.filter(([id]) => id.startsWith('SiteContentRole'));
    const actions = role && grantsOf(role).map((grant) => grant.split(' ')[0]);
    expect([...new Set(actions)]).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
    expect(JSON.stringify(role)).toMatch(/s3:GetObject.*\/[0-9a-f]{64}\.zip/);
  });

  test('are nowhere but in these roles, which no managed policy widens', () => {
    expect(roles.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'AccountsFunctionRole',
      'AuthFunctionRole',
      'AuthorizerFunctionRole',
      'BoardFunctionRole',
      'BoardSchedulerRole',
      'CandlesFunctionRole',
      'ChangesFunctionRole',
      'FanOutFunctionRole',
      'HistoryFunctionRole',
      'MarketFunctionRole',
      'PackFunctionRole',
      'PackingSchedulerRole',
      'PortfoliosFunctionRole',
      'PortfoliosSchedulerRole',
      'ScheduleFunctionRole',
      'SettleFunctionRole',
      'SimpleFunctionRole',
      'SiteContentRole',
      'TickFunctionRole',
      'TickSchedulerRole',
      'TradesFunctionRole',
      'WsConnectionFunctionRole',
      'WsMessageFunctionRole',
    ]);
    for (const [, role] of roles) expect(() => grantsOf(role)).not.toThrow();
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('name every action in full, and no resource is all of them', () => {
    const grants = roles.flatMap(([, role]) => grantsOf(role));
    expect(grants.filter((grant) => /^[^ ]*\*/.test(grant) || / "?\*"?$/.test(grant))).toEqual([]);
  });
});

describe('cdk-nag', () => {
  const findingsOf = (app: App): string[] =>
    new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);

  test('finds nothing that is not acknowledged', () => {
    const mailed = { ...writtenSettings(), alarmEmail: 'me@example.com', ownerEmail: 'me@example.com' };
    expect(findingsOf(appOf(parseSettings(mailed)))).toEqual([]);
  });

  test('finds what is not as it should be', () => {
    const app = appOf(parseSettings(writtenSettings()));
    new Bucket(app.node.findChild(STACK_NAME), 'Unprotected');
    expect(findingsOf(app)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('AwsSolutions-S1'),
        expect.stringContaining('AwsSolutions-S10'),
      ]),
    );
  });

  test('each acknowledgement says why', () => {
    const acknowledged = acknowledgedFindings(appOf(parseSettings(writtenSettings())));
    const rules = new Set(acknowledged.map(({ rule }) => rule.replace(/^AwsSolutions-|\[.*$/g, '')));
    expect([...rules].sort()).toEqual([
      'APIG4',
      'CFR1',
      'CFR2',
      'CFR3',
      'CFR4',
      'COG1',
      'COG2',
      'COG3',
      'COG8',
      'DDB3',
      'IAM5',
      'L1',
      'S1',
    ]);
    for (const { reason } of acknowledged) expect(reason.split(' ').length).toBeGreaterThan(7);
  });
});
