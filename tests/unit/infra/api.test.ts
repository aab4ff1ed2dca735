import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, all, ofType } = synthesize(parseSettings(writtenSettings()));
/** Of the HTTP API: the WebSocket API has three of its own. */
const routes = ofType('AWS::ApiGatewayV2::Route')
  .map(([, { Properties }]) => Properties)
  .filter(({ RouteKey }) => !String(RouteKey).startsWith('$'));
const ofHttp = <T = Record<string, unknown>>(type: string): T =>
  ofType(type).find(([id]) => id.startsWith('PublicApi'))?.[1].Properties as T;
const [authorizerId] = ofType('AWS::ApiGatewayV2::Authorizer').map(([id]) => id);

describe('the API', () => {
  test('has a route for each operation, and no other', () => {
    const keys = operations.map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(keys.sort());
  });

  test.each(operations)('$method $path asks for a key where it is not public', ({ auth, method, path }) => {
    const route = routes.find(({ RouteKey }) => RouteKey === `${method} ${path}`);
    expect(route?.AuthorizationType).toBe(auth === 'bearer' ? 'CUSTOM' : 'NONE');
    expect(route?.AuthorizerId).toEqual(auth === 'bearer' ? { Ref: authorizerId } : undefined);
  });

  test('lets anybody read these only', () => {
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType !== 'CUSTOM');
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual([
      'GET /health',
      'GET /openapi.json',
      'POST /v1/auth/challenge',
      'POST /v1/auth/confirm',
      'POST /v1/auth/forgot-password',
      'POST /v1/auth/refresh',
      'POST /v1/auth/reset-password',
      'POST /v1/auth/sign-in',
      'POST /v1/auth/sign-out',
      'POST /v1/auth/sign-up',
    ]);
  });

  test.each([
    ['POST /v1/trades', 'TradesFunction'],
    ['GET /v1/overview', 'TradesFunction'],
    ['GET /v1/prices', 'MarketFunction'],
    ['GET /v1/instruments', 'MarketFunction'],
    ['GET /health', 'MarketFunction'],
    ['GET /price/live', 'SimpleFunction'],
    ['POST /v1/auth/sign-in', 'AuthFunction'],
    ['GET /v1/me', 'AuthFunction'],
    ['POST /v1/api-keys', 'AuthFunction'],
  ])('%s is answered by the %s', (key, functionName) => {
    const route = routes.find(({ RouteKey }) => RouteKey === key);
    const target = JSON.stringify(route?.Target);
    const [integrationId] = Object.keys(all).filter((id) => target.includes(`"${id}"`));
    expect(all[String(integrationId)]?.Properties).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
    expect(JSON.stringify(all[String(integrationId)]?.Properties.IntegrationUri)).toContain(functionName);
  });

  test('takes the credential from one header, and remembers the answer for a minute', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 60,
    });
  });

  test('is throttled, and logs who asked what without any credential', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    const { AccessLogSettings } = ofHttp<{ AccessLogSettings: { Format: string } }>(
      'AWS::ApiGatewayV2::Stage',
    );
    const format = JSON.parse(AccessLogSettings.Format) as Record<string, string>;
    expect(format.requestId).toBe('$context.requestId');
    expect(format.status).toBe('$context.status');
    expect(AccessLogSettings.Format).not.toMatch(/header|authorization|querystring|\$context\.path/i);
  });

  test('is closed to pages of other origins, unless the settings name them', () => {
    expect(ofHttp('AWS::ApiGatewayV2::Api')).not.toHaveProperty('CorsConfiguration');
    const opened = synthesize(
      parseSettings({ ...writtenSettings(), corsOrigins: ['https://app.example.com'] }),
    );
    opened.template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://app.example.com'],
        AllowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
        AllowHeaders: ['authorization', 'content-type', 'if-match'],
        ExposeHeaders: ['age', 'etag', 'link', 'location', 'retry-after', 'x-request-id'],
        MaxAge: 3600,
      },
    });
  });
});
