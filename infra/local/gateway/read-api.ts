import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Stack, StackResource } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { type ApiPart, apisOf, partsOf } from './apis.ts';
import { Authorizer } from './authorizer.ts';
import { corsSchema } from './cors.ts';
import { type Functions, functionAt } from './function-at.ts';
import { type ApiRoute, HttpApi } from './http-api.ts';
import { Throttle } from './throttle.ts';

const apiSchema = z.object({ ProtocolType: z.literal('HTTP'), CorsConfiguration: corsSchema.optional() });
const stageSchema = z.object({
  StageName: z.literal('$default'),
  DefaultRouteSettings: z
    .object({ ThrottlingRateLimit: z.number().optional(), ThrottlingBurstLimit: z.number().optional() })
    .default({}),
});
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});
const authorizerSchema = z.object({
  AuthorizerType: z.literal('REQUEST'),
  AuthorizerUri: z.string(),
  AuthorizerPayloadFormatVersion: z.literal('2.0'),
  EnableSimpleResponses: z.literal(true),
  IdentitySource: z.array(z.string()).min(1),
  AuthorizerResultTtlInSeconds: z.number().default(300),
});
const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string().regex(/^integrations\//),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']).default('NONE'),
  AuthorizerId: z.string().optional(),
});

/** What belongs to the API, of the stack's resources of a type. */
const own = <T>(stack: Stack, type: ApiPart, schema: z.ZodType<T>, apiId: string): StackResource<T>[] =>
  stack.read(type, schema, partsOf(stack, type, apiId));

const authorizers = (stack: Stack, functions: Functions, apiId: string): Map<string, Authorizer> =>
  new Map(
    own(stack, 'AWS::ApiGatewayV2::Authorizer', authorizerSchema, apiId).map(({ logicalId, properties }) => {
      const target = functionAt(functions, properties.AuthorizerUri);
      const { region, account } = stack.pseudo;
      const spec = {
        arn: `arn:aws:execute-api:${region}:${account}:local`,
        identitySource: properties.IdentitySource,
        ttlSeconds: properties.AuthorizerResultTtlInSeconds,
      };
      return [logicalId, new Authorizer(spec, (event) => target.invoke(event))];
    }),
  );

const routes = (stack: Stack, functions: Functions, apiId: string): ApiRoute[] => {
  const known = authorizers(stack, functions, apiId);
  const integrations = new Map(
    own(stack, 'AWS::ApiGatewayV2::Integration', integrationSchema, apiId).map(
      ({ logicalId, properties }) => [logicalId, functionAt(functions, properties.IntegrationUri)],
    ),
  );
  return own(stack, 'AWS::ApiGatewayV2::Route', routeSchema, apiId).map(({ logicalId, properties }) => {
    const target = integrations.get(properties.Target.slice('integrations/'.length));
    if (!target) throw new TemplateError(`route ${logicalId} has no integration ${properties.Target}`);
    const authorizer = known.get(properties.AuthorizerId ?? '');
    if (properties.AuthorizationType === 'CUSTOM' && !authorizer) {
      throw new TemplateError(`route ${logicalId} has no authorizer ${properties.AuthorizerId}`);
    }
    return { key: properties.RouteKey, target, authorizer };
  });
};

/**
 * The one HTTP API of the stack.
 * @param limits whether the stage's throttling counts: where the market runs faster than life, so do its users
 * @throws TemplateError
 */
export const readHttpApi = (
  stack: Stack,
  functions: Functions,
  clock: Clock,
  limits: { readonly throttled: boolean },
): HttpApi => {
  const [api, ...others] = stack.read('AWS::ApiGatewayV2::Api', apiSchema, apisOf(stack, 'HTTP'));
  if (!api || others.length > 0) throw new TemplateError('the stack must have exactly one HTTP API');
  const [stage] = own(stack, 'AWS::ApiGatewayV2::Stage', stageSchema, api.logicalId);
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } =
    stage?.properties.DefaultRouteSettings ?? {};
  const options = {
    apiId: api.logicalId,
    stage: stage?.properties.StageName ?? '$default',
    routes: routes(stack, functions, api.logicalId),
    cors: api.properties.CorsConfiguration,
    throttle: limits.throttled && rate && burst ? new Throttle({ rate, burst }) : undefined,
  };
  return new HttpApi(options, clock);
};
