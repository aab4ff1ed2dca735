import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings.ts';

/** The stage is the path that CloudFront forwards. */
export const SOCKET_STAGE = 'ws';

/** Which connection did what, and how it went; never a query, where the ticket stands, nor a message. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  connectionId: '$context.connectionId',
  status: '$context.status',
  integrationError: '$context.integrationErrorMessage',
});

/** The WebSocket: known before its functions, whose environment holds its address. */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  /** `wss://`, with the stage. */
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', { routeSelectionExpression: '$request.body.type' });
    this.url = `${this.api.apiEndpoint}/${SOCKET_STAGE}`;
  }

  /** One function lets in and sees off, one takes everything that is said. */
  serve(
    settings: Settings,
    { connection, message }: { readonly connection: LambdaFunction; readonly message: LambdaFunction },
  ): void {
    const integration = new WebSocketLambdaIntegration('Connection', connection);
    const routes = [
      this.api.addRoute('$connect', { integration }),
      this.api.addRoute('$disconnect', { integration }),
      this.api.addRoute('$default', { integration: new WebSocketLambdaIntegration('Message', message) }),
    ];
    for (const route of routes)
      acknowledge(route, {
        'AwsSolutions-APIG4':
          'A ticket authorizes: the function behind $connect takes it, once, and nothing else is heard before.',
      });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: SOCKET_STAGE,
      autoDeploy: true,
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }
}
