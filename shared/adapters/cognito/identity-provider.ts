import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { IdentityProvider, ProviderChallenge, SignInAnswer } from '../../ports/identity.ts';
import { timeLimit } from '../time-limit.ts';
import { answerOf } from './refusals.ts';
import { accessTokensOf, tokensOf } from './tokens.ts';

export interface UserPool {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** The challenges that a person of this application meets, under Cognito's names and ours. */
const CHALLENGES: Partial<Record<ChallengeNameType, ProviderChallenge['type']>> = {
  NEW_PASSWORD_REQUIRED: 'new_password',
  SOFTWARE_TOKEN_MFA: 'totp',
};

const signInAnswer = (output: InitiateAuthCommandOutput, known?: string): SignInAnswer => {
  if (!output.ChallengeName) return { kind: 'tokens', tokens: tokensOf(output.AuthenticationResult) };
  const type = CHALLENGES[output.ChallengeName];
  const username = output.ChallengeParameters?.USER_ID_FOR_SRP ?? known;
  if (!type || !output.Session || username === undefined)
    throw new Error(`Cognito asks for ${output.ChallengeName}, which is not set up here`);
  return { kind: 'challenge', challenge: { type, session: output.Session, username } };
};

/** Each call ends within a few seconds. The endpoint is the SDK's own business (`AWS_ENDPOINT_URL_COGNITO_...`). */
export const cognitoClient = (): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    maxAttempts: 3,
    requestHandler: timeLimit(6_000),
  });

/** Cognito user pools, through a client without a secret. */
export const cognitoIdentity = (
  client: Pick<CognitoIdentityProviderClient, 'send'>,
  { userPoolId: UserPoolId, clientId: ClientId }: UserPool,
): IdentityProvider => {
  const signUp = (Username: string, Password: string) =>
    answerOf(async () => {
      const UserAttributes = [{ Name: 'email', Value: Username }];
      await client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
    });

  return {
    signUp,

    async signUpAgain(Username, Password) {
      const found = await answerOf(() => client.send(new AdminGetUserCommand({ UserPoolId, Username })));
      if (!found.ok || found.value.UserStatus !== 'UNCONFIRMED') return;
      const deleted = await answerOf(() => client.send(new AdminDeleteUserCommand({ UserPoolId, Username })));
      if (deleted.ok) await signUp(Username, Password);
    },

    confirm: (Username, ConfirmationCode) =>
      answerOf(async () => {
        await client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
      }),

    signIn: (email, password) =>
      answerOf(async () => {
        const AuthParameters = { USERNAME: email, PASSWORD: password };
        const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
        return signInAnswer(await client.send(command), email);
      }),

    answerChallenge: ({ type, session, username }, answer) =>
      answerOf(async () => {
        const isCode = type === 'totp';
        const command = new RespondToAuthChallengeCommand({
          ClientId,
          Session: session,
          ChallengeName: isCode ? 'SOFTWARE_TOKEN_MFA' : 'NEW_PASSWORD_REQUIRED',
          ChallengeResponses: {
            USERNAME: username,
            [isCode ? 'SOFTWARE_TOKEN_MFA_CODE' : 'NEW_PASSWORD']: answer,
          },
        });
        return signInAnswer(await client.send(command), username);
      }),

    refresh: (refreshToken) =>
      answerOf(async () => {
        const AuthParameters = { REFRESH_TOKEN: refreshToken };
        const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters });
        return accessTokensOf((await client.send(command)).AuthenticationResult);
      }),

    revoke: async (Token) => {
      await answerOf(() => client.send(new RevokeTokenCommand({ ClientId, Token })));
    },

    forgotPassword: (Username) =>
      answerOf(async () => {
        await client.send(new ForgotPasswordCommand({ ClientId, Username }));
      }),

    resetPassword: (Username, ConfirmationCode, Password) =>
      answerOf(async () => {
        await client.send(
          new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }),
        );
      }),

    changePassword: (AccessToken, PreviousPassword, ProposedPassword) =>
      answerOf(async () => {
        await client.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
      }),

    associateTotp: (AccessToken) =>
      answerOf(async () => {
        const { SecretCode } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
        if (!SecretCode) throw new Error('Cognito gave no secret');
        return SecretCode;
      }),

    verifyTotp: (AccessToken, UserCode) =>
      answerOf(async () => {
        await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
        const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
        await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
      }),

    removeTotp: (AccessToken) =>
      answerOf(async () => {
        const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
        await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
      }),

    isGood: async (AccessToken) => {
      const found = await answerOf(() => client.send(new GetUserCommand({ AccessToken })));
      return found.ok;
    },

    deleteUser: (AccessToken) =>
      answerOf(async () => {
        await client.send(new DeleteUserCommand({ AccessToken }));
      }),

    userIdOf: async (Username) => {
      const found = await answerOf(() => client.send(new AdminGetUserCommand({ UserPoolId, Username })));
      if (!found.ok) return undefined;
      return found.value.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
    },
  };
};
