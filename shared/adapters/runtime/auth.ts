import { createHash, randomBytes } from 'node:crypto';
import type { AuthPorts } from '../../application/auth-ports.ts';
import { cognitoClient, cognitoIdentity } from '../cognito/identity-provider.ts';
import { apiKeyManager } from '../dynamodb/api-key-manager.ts';
import { attemptStore } from '../dynamodb/attempt-store.ts';
import { challengeStore } from '../dynamodb/challenge-store.ts';
import { sleep } from '../dynamodb/retry.ts';
import { ticketStore } from '../dynamodb/ticket-store.ts';
import { userStore } from '../dynamodb/user-store.ts';
import { environment, once, sharedClient, tableNames } from './process.ts';

const SECRET_BYTES = 30;

/** The composition root of identity. @throws Error naming what is wrong with the environment */
export const authPorts = once((): AuthPorts => {
  const env = environment();
  const client = sharedClient();
  return {
    identity: cognitoIdentity(cognitoClient(), {
      userPoolId: env.USER_POOL_ID,
      clientId: env.USER_POOL_CLIENT_ID,
    }),
    users: userStore(client, tableNames(env)),
    attempts: attemptStore(client, env.USERS_TABLE),
    challenges: challengeStore(client, env.USERS_TABLE),
    keys: apiKeyManager(client, env.USERS_TABLE),
    clock: Date.now,
    sleep,
    newSecret: () => randomBytes(SECRET_BYTES).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    settings: { allowSignUp: env.ALLOW_SIGN_UP },
  };
});

const TICKET_BYTES = 32;

/** What it takes to make a ticket, and where it opens a connection. */
export const ticketPorts = once(() => {
  const { CONNECTIONS_TABLE, USERS_TABLE, STREAM_URL } = environment();
  return {
    tickets: ticketStore(sharedClient(), { connections: CONNECTIONS_TABLE, users: USERS_TABLE }),
    clock: Date.now,
    newTicket: () => randomBytes(TICKET_BYTES).toString('base64url'),
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    streamUrl: STREAM_URL,
  };
});
