import { cognitoTokens } from '../cognito/token-verifier.ts';
import { apiKeyStore } from '../dynamodb/api-key-store.ts';
import { userStore } from '../dynamodb/user-store.ts';
import { environment, once, sharedClient, tableNames } from './process.ts';

/** What the authorizer needs: keys, tokens, who is still a user, and the real time. */
export const credentials = once(() => {
  const env = environment();
  return {
    keys: apiKeyStore(sharedClient(), env.USERS_TABLE),
    tokens: cognitoTokens(env.TOKEN_ISSUER, env.USER_POOL_CLIENT_ID),
    users: userStore(sharedClient(), tableNames(env)),
    now: Date.now,
  };
});
