import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { cognitoIdentity } from '../../../shared/adapters/cognito/identity-provider.ts';
import { IdentityUnavailableError } from '../../../shared/ports/identity.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
const identity = cognitoIdentity(new CognitoIdentityProviderClient({ region: 'eu-central-1' }), {
  userPoolId: 'eu-central-1_pool',
  clientId: 'client',
});
beforeEach(() => cognito.reset());

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object) => `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
const thrown = (name: string, message = 'what Cognito says') =>
  new CognitoIdentityProviderServiceException({ name, message, $fault: 'client', $metadata: {} });

describe('Cognito', () => {
  test('its tokens are read as who signed in, and when', async () => {
    cognito.on(InitiateAuthCommand).resolves({
      AuthenticationResult: {
        AccessToken: token({ sub: 'id-1', auth_time: 1_700_000_000 }),
        IdToken: token({ email: 'ann@example.com' }),
        RefreshToken: 'refresh',
        ExpiresIn: 900,
      },
    });
    expect(await identity.signIn('ann@example.com', 'secret')).toMatchObject({
      ok: true,
      value: {
        kind: 'tokens',
        tokens: {
          userId: 'id-1',
          email: 'ann@example.com',
          expiresIn: 900,
          signedInAt: 1_700_000_000_000,
          refreshToken: 'refresh',
        },
      },
    });
    expect(cognito.commandCalls(InitiateAuthCommand)[0]?.args[0].input).toEqual({
      ClientId: 'client',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ann@example.com', PASSWORD: 'secret' },
    });
  });

  test.each([
    ['NEW_PASSWORD_REQUIRED', 'new_password'],
    ['SOFTWARE_TOKEN_MFA', 'totp'],
  ] as const)('its challenge %s is %s', async (ChallengeName, type) => {
    cognito.on(InitiateAuthCommand).resolves({
      ChallengeName,
      Session: 'session',
      ChallengeParameters: { USER_ID_FOR_SRP: 'id-1' },
    });
    expect(await identity.signIn('ann@example.com', 'secret')).toEqual({
      ok: true,
      value: { kind: 'challenge', challenge: { type, session: 'session', username: 'id-1' } },
    });
  });

  // By the errors that Cognito documents for InitiateAuth and its siblings.
  test.each([
    ['NotAuthorizedException', 'wrong_credentials'],
    ['UserNotFoundException', 'wrong_credentials'],
    ['PasswordResetRequiredException', 'wrong_credentials'],
    ['UserNotConfirmedException', 'not_confirmed'],
    ['CodeMismatchException', 'wrong_code'],
    ['ExpiredCodeException', 'wrong_code'],
    ['InvalidPasswordException', 'weak_password'],
    ['UsernameExistsException', 'exists'],
    ['LimitExceededException', 'too_many'],
  ])('%s is a refusal: %s', async (name, reason) => {
    cognito.on(InitiateAuthCommand).rejects(thrown(name));
    expect(await identity.signIn('ann@example.com', 'secret')).toEqual({ ok: false, reason });
  });

  test.each(['InternalErrorException', 'TooManyRequestsException', 'TimeoutError'])(
    '%s is nobody’s fault, and quotes nothing that was sent',
    async (name) => {
      cognito.on(InitiateAuthCommand).rejects(thrown(name, 'cannot handle secret of ann@example.com'));
      const error = await identity.signIn('ann@example.com', 'secret').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(IdentityUnavailableError);
      expect(`${error} ${(error as Error).stack}`).not.toMatch(/secret|ann@/);
    },
  );

  test('to revoke what is no token is no error', async () => {
    cognito.on(RevokeTokenCommand).rejects(thrown('UnsupportedTokenTypeException'));
    await expect(identity.revoke('nonsense')).resolves.toBeUndefined();
  });

  test.each([
    ['UNCONFIRMED', 1],
    ['CONFIRMED', 0],
    ['FORCE_CHANGE_PASSWORD', 0],
    ['RESET_REQUIRED', 0],
  ] as const)('a sign-up of somebody %s is begun anew: %i times', async (UserStatus, times) => {
    cognito.on(AdminGetUserCommand).resolves({ Username: 'ann', UserStatus });
    cognito.on(AdminDeleteUserCommand).resolves({});
    cognito.on(SignUpCommand).resolves({});
    await identity.signUpAgain('ann@example.com', 'Correct-horse-7-battery');
    expect(cognito.commandCalls(AdminDeleteUserCommand)).toHaveLength(times);
    expect(cognito.commandCalls(SignUpCommand).map(({ args }) => args[0].input.Password)).toEqual(
      times === 1 ? ['Correct-horse-7-battery'] : [],
    );
  });

  test('where nobody is found, nobody is made', async () => {
    cognito.on(AdminGetUserCommand).rejects(thrown('UserNotFoundException'));
    await identity.signUpAgain('ann@example.com', 'Correct-horse-7-battery');
    expect(cognito.commandCalls(SignUpCommand)).toHaveLength(0);
  });

  test('a token that has been revoked is not good, whatever its signature says', async () => {
    cognito.on(GetUserCommand).resolvesOnce({ Username: 'ann', UserAttributes: [] });
    expect(await identity.isGood('token')).toBe(true);
    cognito.on(GetUserCommand).rejects(thrown('NotAuthorizedException', 'Access Token has been revoked'));
    expect(await identity.isGood('token')).toBe(false);
  });
});
