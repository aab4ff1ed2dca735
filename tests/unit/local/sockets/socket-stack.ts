import { once } from 'node:events';
import { WebSocket } from 'ws';
import { ServiceServer } from '../../../../infra/local/aws/service-server.ts';
import { MarketClock } from '../../../../infra/local/clock/clock.ts';
import { upgrades } from '../../../../infra/local/gateway/front.ts';
import { LocalServer } from '../../../../infra/local/gateway/server.ts';
import type { Invocation } from '../../../../infra/local/lambda/protocol.ts';
import { Distribution } from '../../../../infra/local/site/distribution.ts';
import type { ConnectionLimits } from '../../../../infra/local/sockets/connection.ts';
import { managementApi } from '../../../../infra/local/sockets/management-api.ts';
import { readSocketApi } from '../../../../infra/local/sockets/read-socket-api.ts';
import { Stack } from '../../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../../infra/local/template/template.ts';

export const START = Date.UTC(2026, 0, 1);

const integration = (name: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Sockets' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: {
      'Fn::Join': [
        '',
        [
          'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/',
          { 'Fn::GetAtt': [name, 'Arn'] },
          '/invocations',
        ],
      ],
    },
  },
});
const route = (key: string, name: string, more: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Sockets' },
    RouteKey: key,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${name}Integration` }]] },
    ...more,
  },
});

/** A WebSocket API as the CDK writes it, behind a distribution, with the given things changed. */
export const socketStack = (changes: Readonly<Record<string, object>> = {}): Stack =>
  new Stack(
    {
      stackName: 'Test',
      assets: new Map(),
      template: templateSchema.parse({
        Resources: {
          Sockets: {
            Type: 'AWS::ApiGatewayV2::Api',
            Properties: {
              Name: 'x',
              ProtocolType: 'WEBSOCKET',
              RouteSelectionExpression: '$request.body.type',
            },
          },
          Stage: {
            Type: 'AWS::ApiGatewayV2::Stage',
            Properties: { ApiId: { Ref: 'Sockets' }, StageName: 'ws', AutoDeploy: true },
          },
          Connect: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'connect' } },
          Message: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'message' } },
          ConnectIntegration: integration('Connect'),
          MessageIntegration: integration('Message'),
          ConnectRoute: route('$connect', 'Connect'),
          DisconnectRoute: route('$disconnect', 'Connect'),
          DefaultRoute: route('$default', 'Message', { RouteResponseSelectionExpression: '$default' }),
          NamedRoute: route('named', 'Message'),
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: {
              DistributionConfig: {
                DefaultCacheBehavior: { TargetOriginId: 'bucket' },
                CacheBehaviors: [
                  { PathPattern: '/ws', TargetOriginId: 'sockets' },
                  { PathPattern: '/other', TargetOriginId: 'sockets' },
                ],
                Origins: [
                  { Id: 'bucket', DomainName: 'b.s3.local', S3OriginConfig: {} },
                  {
                    Id: 'sockets',
                    DomainName: {
                      'Fn::Join': ['', [{ Ref: 'Sockets' }, '.execute-api.eu-central-1.amazonaws.com']],
                    },
                    CustomOriginConfig: {},
                  },
                ],
              },
            },
          },
          ...changes,
        },
      }),
    },
    { queueUrl: () => 'http://127.0.0.1:1', apiUrl: 'http://localhost:4000', cognitoUrl: 'http://localhost' },
  );

// biome-ignore lint/suspicious/noExplicitAny: events of API Gateway, looked into field by field
export type SocketEvent = any;

export const ok: Invocation = { ok: true, payload: { statusCode: 200 } };

/** The API of that stack, served on a port of its own, with functions that the test answers for. */
export const serveSockets = async (
  answer: (event: SocketEvent) => Invocation | Promise<Invocation>,
  {
    limits,
    changes,
    throttled,
  }: {
    limits?: Partial<ConnectionLimits>;
    changes?: Readonly<Record<string, object>>;
    throttled?: boolean;
  } = {},
) => {
  const stack = socketStack(changes);
  const clock = new MarketClock({ start: START, paused: true });
  const events: SocketEvent[] = [];
  const invoke = async (event: unknown) => {
    events.push(event);
    return answer(event);
  };
  const functions = new Map([
    ['connect', { invoke }],
    ['message', { invoke }],
  ]);
  const how = { throttled: throttled ?? false, ...(limits ? { limits } : {}) };
  const sockets = readSocketApi(stack, functions, clock, how);
  if (!sockets) throw new Error('the stack has no WebSocket API');
  const api = { serves: () => false, handle: async () => ({ status: 404, headers: {}, body: '' }) };
  const distribution = new Distribution(stack, api);
  const server = new LocalServer();
  const port = await server.listen(0);
  server.serve((request) => distribution.handle(request), upgrades({ clock, distribution, sockets }));
  const management = new ServiceServer('management', managementApi(sockets.connections));
  await management.listen();
  const clients: WebSocket[] = [];
  const client = (path = '/ws', headers: Record<string, string> = {}): WebSocket => {
    const made = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    made.on('error', () => undefined);
    clients.push(made);
    return made;
  };
  /** A client whose handshake is done. */
  const connected = async (path?: string, headers?: Record<string, string>) => {
    const made = client(path, headers);
    await once(made, 'open');
    const last = events.findLast((event: SocketEvent) => event.requestContext.eventType === 'CONNECT');
    const id: string = last.requestContext.connectionId;
    return { client: made, id };
  };
  return {
    clock,
    events,
    sockets,
    port,
    management: management.endpoint,
    client,
    connected,
    async stop() {
      for (const made of clients) made.terminate();
      sockets.stop();
      await Promise.all([management.stop(), server.stop()]);
    },
  };
};

/** The next text that comes. */
export const nextText = async (client: WebSocket): Promise<string> => {
  const [data] = await once(client, 'message');
  return String(data);
};

/** What the handshake was answered with instead of a socket. */
export const refusalOf = async (
  client: WebSocket,
): Promise<{ status: number; body: { message?: string } }> => {
  const [, response] = await once(client, 'unexpected-response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: text ? JSON.parse(text) : {} };
};
