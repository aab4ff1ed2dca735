import { randomUUID } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import type { TokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import type { User } from 'cognito-local/lib/services/userPoolService.js';
import type { Secrets } from './secrets.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

const lifeOf = (client: AppClient, token: 'AccessToken' | 'IdToken' | 'RefreshToken'): number => {
  const count = client[`${token}Validity`] ?? 1;
  return count * (UNIT_SECONDS[client.TokenValidityUnits?.[token] ?? 'hours'] ?? 3_600);
};

const attribute = (user: User, name: string): string | undefined =>
  user.Attributes.find(({ Name }) => Name === name)?.Value;

export interface IssuedTokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  /** Seconds. */
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** Tokens as Cognito writes them, which cognito-local's own lack in part: `ExpiresIn`, and when the person signed in. */
export class Tokens implements TokenGenerator {
  readonly #secrets: Secrets;
  readonly #issuer: string;

  /** @param issuer without the pool's id */
  constructor(secrets: Secrets, issuer: string) {
    this.#secrets = secrets;
    this.#issuer = issuer;
  }

  async generate(_context: unknown, user: User, _groups: unknown, client: AppClient): Promise<IssuedTokens> {
    return this.issue(user, client, Math.floor(Date.now() / 1000));
  }

  /** @param authTime when the person signed in, seconds: a refresh keeps it */
  issue(user: User, client: AppClient, authTime: number): IssuedTokens {
    const iat = Math.floor(Date.now() / 1000);
    const sub = attribute(user, 'sub');
    const iss = `${this.#issuer}/${client.UserPoolId}`;
    const common = { sub, iss, iat, auth_time: authTime };
    const sign = (kind: Parameters<typeof lifeOf>[1], claims: Record<string, unknown>): string =>
      this.#secrets.sign({ ...common, ...claims, jti: randomUUID(), exp: iat + lifeOf(client, kind) });
    return {
      AccessToken: sign('AccessToken', {
        token_use: 'access',
        client_id: client.ClientId,
        scope: 'aws.cognito.signin.user.admin',
        username: user.Username,
      }),
      IdToken: sign('IdToken', {
        token_use: 'id',
        aud: client.ClientId,
        'cognito:username': user.Username,
        email: attribute(user, 'email'),
      }),
      RefreshToken: sign('RefreshToken', { token_use: 'refresh', client_id: client.ClientId }),
      ExpiresIn: lifeOf(client, 'AccessToken'),
      TokenType: 'Bearer',
    };
  }
}
