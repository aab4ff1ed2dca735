import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { compileFilter } from '../../../infra/local/streams/filter.ts';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, all, ofType } = synthesize(parseSettings(writtenSettings()));
const idOf = (type: string, start: string) => ofType(type).find(([id]) => id.startsWith(start))?.[0] ?? '';
const socketApi = idOf('AWS::ApiGatewayV2::Api', 'SocketApi');

describe('the WebSocket API', () => {
  test('takes messages by their type, under the stage that CloudFront forwards to', () => {
    expect(all[socketApi]?.Properties).toMatchObject({
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.type',
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      ApiId: { Ref: socketApi },
      StageName: 'ws',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const distribution = JSON.stringify(ofType('AWS::CloudFront::Distribution'));
    expect(distribution).toMatch(
      new RegExp(`"DomainName":{"Fn::Join":\\["",\\[{"Ref":"${socketApi}"},".execute-api.`),
    );
  });

  test.each([
    ['$connect', 'WsConnectionFunction'],
    ['$disconnect', 'WsConnectionFunction'],
    ['$default', 'WsMessageFunction'],
  ])('%s is answered by the %s', (key, name) => {
    const route = ofType('AWS::ApiGatewayV2::Route').find(
      ([, { Properties }]) => Properties.RouteKey === key,
    );
    const target = JSON.stringify(route?.[1].Properties.Target);
    const integration = Object.keys(all).find((id) => target.includes(`"${id}"`)) ?? '';
    expect(JSON.stringify(all[integration]?.Properties.IntegrationUri)).toContain(name);
  });

  test('logs who did what, without the ticket and without what was said', () => {
    const stage = all[idOf('AWS::ApiGatewayV2::Stage', 'SocketApi')]?.Properties;
    const { Format } = z.object({ Format: z.string() }).parse(stage?.AccessLogSettings);
    expect(JSON.parse(Format)).toMatchObject({
      connectionId: '$context.connectionId',
      status: '$context.status',
    });
    expect(Format).not.toMatch(/querystring|body|header|authorizer|\$context\.path/i);
  });

  test('is known to the functions by its address, and the fan-out function to the one that invokes it', () => {
    const environments = ofType('AWS::Lambda::Function').flatMap(([id, { Properties }]) =>
      Properties.Environment ? [[id, JSON.stringify(Properties.Environment)] as const] : [],
    );
    const own = environments.filter(([, text]) => text.includes('STREAM_URL'));
    expect(own.length).toBeGreaterThanOrEqual(14);
    for (const [, text] of own) expect(text).toContain(`{"Fn::GetAtt":["${socketApi}","ApiEndpoint"]},"/ws"`);
    const invoking = own.filter(([, text]) => text.includes('FAN_OUT_FUNCTION')).map(([id]) => id);
    expect(invoking.map((id) => id.replace(/Function.*/, ''))).toEqual(['Changes']);
  });

  test('may be reached by pages of the distribution, and so may the exchange', () => {
    const policy = JSON.stringify(ofType('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(policy).toContain("connect-src 'self' wss://data-stream.binance.vision;");
    expect(JSON.stringify(all)).not.toContain('connect-src *');
  });

  test('lets other exchange streams in by a setting, which the environment may override', () => {
    const settings = parseSettings(writtenSettings(), { BINANCE_STREAM_URL: 'ws://127.0.0.1:9/' });
    expect(settings.binanceStreamUrl).toBe('ws://127.0.0.1:9');
    expect(() => parseSettings({ ...writtenSettings(), binanceStreamUrl: 'https://example.com' })).toThrow(
      /binanceStreamUrl/,
    );
  });
});

const mappingSchema = z.object({
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  MaximumRetryAttempts: z.number(),
  MaximumRecordAgeInSeconds: z.number(),
});
const mappingOf = (table: string) =>
  ofType('AWS::Lambda::EventSourceMapping').find(([id]) => id.startsWith(`ChangesOf${table}`))?.[1]
    .Properties ?? {};

describe('what changes in the tables', () => {
  test.each(['Market', 'Trades', 'Users'])(
    'of %s is told a bounded number of times, and blocks nothing',
    (table) => {
      const tableId = idOf('AWS::DynamoDB::Table', `Tables${table}`);
      const mapping = mappingOf(table);
      expect(mapping).toMatchObject({
        EventSourceArn: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
        StartingPosition: 'LATEST',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: {
          OnFailure: {
            Destination: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'TickQueueDeadLetters'), 'Arn'] },
          },
        },
      });
      const { MaximumRetryAttempts, MaximumRecordAgeInSeconds } = mappingSchema.parse(mapping);
      expect(MaximumRetryAttempts).toBeGreaterThanOrEqual(0);
      expect(MaximumRetryAttempts).toBeLessThanOrEqual(10);
      expect(MaximumRecordAgeInSeconds).toBeGreaterThanOrEqual(60);
      expect(MaximumRecordAgeInSeconds).toBeLessThanOrEqual(3600);
    },
  );

  const text = (value: string) => ({ S: value });
  const record = (eventName: string, keys: Record<string, object>, image: object = {}) => ({
    eventName,
    dynamodb: { Keys: keys, NewImage: image },
  });
  const ofUser = (sk: string) => ({ pk: text('user#u1'), sk: text(sk) });
  const ofMarket = (pk: string, sk: string) => ({ pk: text(pk), sk: text(sk) });

  test.each([
    ['Market', 'a tick', record('MODIFY', ofMarket('state', 'batch#0000')), true],
    ['Market', 'a minute', record('INSERT', ofMarket('candles#3', '1763631540000')), true],
    ['Market', 'the board', record('MODIFY', ofMarket('board', 'numbers')), true],
    ['Market', 'a row that ages', record('REMOVE', ofMarket('candles#3', '1763631540000')), false],
    ['Market', 'an instrument', record('INSERT', ofMarket('instrument#binance', 'BTC/USDT')), false],
    ['Market', 'a notice', record('MODIFY', ofMarket('armed#0', '1')), false],
    ['Market', 'a sample', record('INSERT', ofMarket('samples#coingecko#BTC/USD', '1')), false],
    ['Trades', 'a trade', record('MODIFY', { userId: text('u1'), tradeId: text('01KAH2V9') }), true],
    ['Trades', 'a client id', record('INSERT', { userId: text('u1'), tradeId: text('client#a') }), false],
    ['Trades', 'an erased trade', record('REMOVE', { userId: text('u1'), tradeId: text('01KAH2V9') }), false],
    ['Users', 'an account', record('MODIFY', ofUser('account#main')), true],
    ['Users', 'a revoked key', record('REMOVE', ofUser('key#7e729e5fe72f')), true],
    ['Users', 'a key that is used', record('MODIFY', ofUser('key#7e729e5fe72f')), false],
    [
      'Users',
      'a write that is counted',
      record('MODIFY', ofUser('profile'), { writesFullAt: { N: '1' } }),
      false,
    ],
    ['Users', 'sessions that ended', record('MODIFY', ofUser('profile'), { sessionsFrom: { N: '1' } }), true],
    [
      'Users',
      'somebody being erased',
      record('MODIFY', ofUser('profile'), { erasing: { BOOL: true } }),
      true,
    ],
    ['Users', 'an attempt', record('MODIFY', ofMarket('attempts#a', 'attempts')), false],
  ])('%s: %s', (table, _, what, isTold) => {
    const filters = mappingSchema.parse(mappingOf(table)).FilterCriteria.Filters;
    expect(filters.some(({ Pattern }) => compileFilter(Pattern)(what))).toBe(isTold);
  });

  test('is told to many by invocations that are worth a minute, and one more try', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: idOf('AWS::Lambda::Function', 'FanOutFunction') },
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 1,
    });
  });
});
