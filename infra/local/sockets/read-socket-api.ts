import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { apisOf, partsOf } from '../gateway/apis.ts';
import { functionAt } from '../gateway/function-at.ts';
import { Throttle } from '../gateway/throttle.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import type { ConnectionLimits } from './connection.ts';
import { routeSelection } from './route-selection.ts';
import { SocketApi, type SocketRoute } from './socket-api.ts';

/** Strict, all of them: what is not listed has a meaning that this machine would not serve. */
const apiSchema = z.strictObject({
  ProtocolType: z.literal('WEBSOCKET'),
  RouteSelectionExpression: z.string(),
  Name: z.string().optional(),
  Description: z.string().optional(),
  IpAddressType: z.string().optional(),
  Tags: z.unknown().optional(),
});
const throttleSchema = z.object({
  ThrottlingRateLimit: z.number().optional(),
  ThrottlingBurstLimit: z.number().optional(),
});
const stageSchema = z.strictObject({
  ApiId: z.string(),
  StageName: z.string().regex(/^\w+$/),
  AutoDeploy: z.literal(true),
  DefaultRouteSettings: throttleSchema.default({}),
  AccessLogSettings: z.unknown().optional(),
  Description: z.string().optional(),
  Tags: z.unknown().optional(),
});
const integrationSchema = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  IntegrationMethod: z.literal('POST').optional(),
  PassthroughBehavior: z.string().optional(),
  PayloadFormatVersion: z.literal('1.0').optional(),
});
const routeSchema = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().regex(/^integrations\//),
  AuthorizationType: z.literal('NONE').optional(),
  ApiKeyRequired: z.literal(false).optional(),
  RouteResponseSelectionExpression: z.literal('$default').optional(),
});

type Functions = ReadonlyMap<string, Pick<LambdaFunction, 'invoke'>>;

const routesOf = (stack: Stack, functions: Functions, apiId: string): Map<string, SocketRoute> => {
  const integrations = new Map(
    stack
      .read(
        'AWS::ApiGatewayV2::Integration',
        integrationSchema,
        partsOf(stack, 'AWS::ApiGatewayV2::Integration', apiId),
      )
      .map(({ logicalId, properties }) => [logicalId, functionAt(functions, properties.IntegrationUri)]),
  );
  const own = partsOf(stack, 'AWS::ApiGatewayV2::Route', apiId);
  return new Map(
    stack.read('AWS::ApiGatewayV2::Route', routeSchema, own).map(({ logicalId, properties }) => {
      const target = integrations.get(properties.Target.slice('integrations/'.length));
      if (!target) throw new TemplateError(`route ${logicalId} has no integration ${properties.Target}`);
      const answers = properties.RouteResponseSelectionExpression !== undefined;
      return [properties.RouteKey, { invoke: (event: unknown) => target.invoke(event), answers }];
    }),
  );
};

/**
 * The WebSocket API of the stack; undefined where it has none.
 * @throws TemplateError where it has several, or one that cannot be served
 */
export const readSocketApi = (
  stack: Stack,
  functions: Functions,
  clock: Clock,
  how: { readonly throttled: boolean; readonly limits?: Partial<ConnectionLimits> },
): SocketApi | undefined => {
  const [api, ...others] = stack.read('AWS::ApiGatewayV2::Api', apiSchema, apisOf(stack, 'WEBSOCKET'));
  if (!api) return undefined;
  if (others.length > 0) throw new TemplateError('the stack must have at most one WebSocket API');
  const { logicalId: apiId, properties } = api;
  const own = partsOf(stack, 'AWS::ApiGatewayV2::Stage', apiId);
  const [stage, ...more] = stack.read('AWS::ApiGatewayV2::Stage', stageSchema, own);
  if (!stage || more.length > 0) throw new TemplateError(`the WebSocket API ${apiId} must have one stage`);
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage.properties.DefaultRouteSettings;
  const options = {
    apiId,
    stage: stage.properties.StageName,
    routes: routesOf(stack, functions, apiId),
    select: routeSelection(properties.RouteSelectionExpression),
    throttle: how.throttled && rate && burst ? new Throttle({ rate, burst }) : undefined,
    ...(how.limits ? { limits: how.limits } : {}),
  };
  return new SocketApi(options, clock);
};
