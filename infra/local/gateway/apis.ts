import * as z from 'zod';
import type { ServedType } from '../template/resource-types.ts';
import type { Stack } from '../template/stack.ts';

const apiSchema = z.object({ ProtocolType: z.enum(['HTTP', 'WEBSOCKET']) });
const partSchema = z.object({ ApiId: z.string() });

export type ApiPart = Extract<ServedType, `AWS::ApiGatewayV2::${string}`>;

/** Of which API a route, an integration, a stage or an authorizer is: by the logical id of the part. */
export const partsOf = (stack: Stack, type: ApiPart, apiId: string): ((logicalId: string) => boolean) => {
  const own = stack.read(type, partSchema).filter(({ properties }) => properties.ApiId === apiId);
  const ids = new Set(own.map(({ logicalId }) => logicalId));
  return (logicalId) => ids.has(logicalId);
};

/** The APIs of a protocol, by logical id. */
export const apisOf = (stack: Stack, protocol: 'HTTP' | 'WEBSOCKET'): ((logicalId: string) => boolean) => {
  const apis = stack.read('AWS::ApiGatewayV2::Api', apiSchema);
  const ids = new Set(
    apis.filter(({ properties }) => properties.ProtocolType === protocol).map(({ logicalId }) => logicalId),
  );
  return (logicalId) => ids.has(logicalId);
};
