import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { operations } from '../../shared/contract/operations.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings.ts';

type Group = (typeof operations)[number]['group'];

export interface PublicApiProps {
  readonly settings: Settings;
  /** The function that answers the operations of each group. */
  readonly handlers: Readonly<Record<Group, LambdaFunction>>;
  readonly authorizer: LambdaFunction;
}

/** Who asked for what, and how it went; never a header or a query, where a credential could stand, nor an address. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  responseBytes: '$context.responseLength',
  userId: '$context.authorizer.userId',
  keyId: '$context.authorizer.keyId',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
});

/** One route for each operation of the contract, and no other. */
export class PublicApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: PublicApiProps) {
    super(scope, id);
    const { settings } = props;
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      ...(settings.corsOrigins.length > 0 && {
        corsPreflight: corsOf(settings.corsOrigins),
      }),
    });
    this.addStage(settings);
    this.addRoutes(props);
  }

  private addStage(settings: Settings): void {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: settings.requestsPerSecond,
        burstLimit: settings.requestBurst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }

  private addRoutes({ handlers, authorizer }: PublicApiProps): void {
    const bearer = new HttpLambdaAuthorizer('ApiKeys', authorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: Duration.seconds(60),
    });
    // One permission for each function, on this API: one for each route would only say the same nineteen times.
    const integration = (group: Group) =>
      new HttpLambdaIntegration(group, handlers[group], {
        scopePermissionToRoute: false,
      });
    const integrations = {
      trades: integration('trades'),
      accounts: integration('accounts'),
      market: integration('market'),
      candles: integration('candles'),
      simple: integration('simple'),
      auth: integration('auth'),
    } satisfies Record<Group, HttpLambdaIntegration>;

    for (const operation of operations) {
      const isPublic = operation.auth === 'public';
      const routes = this.api.addRoutes({
        path: operation.path,
        methods: [HttpMethod[operation.method]],
        integration: integrations[operation.group],
        ...(!isPublic && { authorizer: bearer }),
      });
      if (isPublic) acknowledgePublic(routes);
    }
  }
}

const corsOf = (origins: readonly string[]) => ({
  allowOrigins: [...origins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'if-match'],
  exposeHeaders: ['age', 'etag', 'link', 'location', 'retry-after', 'x-request-id'],
  maxAge: Duration.hours(1),
});

const acknowledgePublic = (routes: readonly HttpRoute[]) => {
  for (const route of routes)
    acknowledge(route, {
      'AwsSolutions-APIG4': 'The contract declares this operation public: it shows nothing of any user.',
    });
};
