import * as z from 'zod';
import type { Stack } from '../template/stack.ts';
import type { PoolSpec } from './engine.ts';

const poolSchema = z.looseObject({ MfaConfiguration: z.string().optional() });
const clientSchema = z.looseObject({ UserPoolId: z.string(), GenerateSecret: z.literal(false).optional() });
const userSchema = z.object({ UserPoolId: z.string(), Username: z.string() });

/** The user pools of the stack, each with its client and those who are invited. @throws TemplateError */
export const readPools = (stack: Stack): PoolSpec[] => {
  const clients = stack.read('AWS::Cognito::UserPoolClient', clientSchema);
  const users = stack.read('AWS::Cognito::UserPoolUser', userSchema);
  return stack.read('AWS::Cognito::UserPool', poolSchema).map(({ name: id, properties }) => {
    const [client, ...others] = clients.filter(({ properties: { UserPoolId } }) => UserPoolId === id);
    if (!client || others.length > 0)
      throw new Error(`user pool ${id}: one client is served, not ${others.length}`);
    return {
      id,
      clientId: client.name,
      options: properties,
      client: client.properties,
      invited: users
        .filter(({ properties: { UserPoolId } }) => UserPoolId === id)
        .map(({ properties: { Username } }) => Username),
    };
  });
};
