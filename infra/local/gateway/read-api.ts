import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { Authorizer } from './authorizer.ts';
import { corsSchema } from './cors.ts';
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

type Functions = ReadonlyMap<string, LambdaFunction>;

/** The function that an integration's or authorizer's URI names. */
const functionAt = (functions: Functions, uri: string): LambdaFunction => {
  const name = /:function:([^:/]+)/.exec(uri)?.[1] ?? '';
  const found = functions.get(name);
  if (!found) throw new TemplateError(`the stack has no function for ${uri}`);
  return found;
};

const authorizers = (stack: Stack, functions: Functions): Map<string, Authorizer> =>
  new Map(
    stack.read('AWS::ApiGatewayV2::Authorizer', authorizerSchema).map(({ logicalId, properties }) => {
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

const routes = (stack: Stack, functions: Functions): ApiRoute[] => {
  const known = authorizers(stack, functions);
  const integrations = new Map(
    stack
      .read('AWS::ApiGatewayV2::Integration', integrationSchema)
      .map(({ logicalId, properties }) => [logicalId, functionAt(functions, properties.IntegrationUri)]),
  );
  return stack.read('AWS::ApiGatewayV2::Route', routeSchema).map(({ logicalId, properties }) => {
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
  const [api, ...others] = stack.read('AWS::ApiGatewayV2::Api', apiSchema);
  if (!api || others.length > 0) throw new TemplateError('the stack must have exactly one HTTP API');
  const [stage] = stack.read('AWS::ApiGatewayV2::Stage', stageSchema);
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } =
    stage?.properties.DefaultRouteSettings ?? {};
  const options = {
    apiId: api.logicalId,
    stage: stage?.properties.StageName ?? '$default',
    routes: routes(stack, functions),
    cors: api.properties.CorsConfiguration,
    throttle: limits.throttled && rate && burst ? new Throttle({ rate, burst }) : undefined,
  };
  return new HttpApi(options, clock);
};
