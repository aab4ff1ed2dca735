import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/settings.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, the } = synthesize(parseSettings(writtenSettings()));

describe('the user pool', () => {
  test('knows people by their e-mail, in any case, and lets nobody sign up unless the settings say so', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    });
    const open = synthesize(parseSettings({ ...writtenSettings(), allowSignUp: true }));
    open.template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
  });

  test('wants passwords of twelve characters of three kinds, and offers an authenticator app', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: false,
          TemporaryPasswordValidityDays: 7,
        },
      },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
    expect(the('AWS::Cognito::UserPool')).not.toHaveProperty('SmsConfiguration');
  });

  test('stays when the stack goes, unless the settings say that data goes', () => {
    template.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
    const removed = synthesize(parseSettings({ ...writtenSettings(), removeData: true }));
    removed.template.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: 'INACTIVE' },
    });
  });

  test('has one client: short access tokens, refresh tokens that can be revoked, no word on who is known', () => {
    expect(the('AWS::Cognito::UserPoolClient')).toMatchObject({
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 43_200,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlowsUserPoolClient: false,
    });
  });

  test('invites the owner where the settings name one, and nobody otherwise', () => {
    template.resourceCountIs('AWS::Cognito::UserPoolUser', 0);
    const owned = synthesize(parseSettings({ ...writtenSettings(), ownerEmail: 'Me@Example.com' }));
    owned.template.hasResourceProperties('AWS::Cognito::UserPoolUser', {
      Username: 'me@example.com',
      DesiredDeliveryMediums: ['EMAIL'],
    });
    expect(() => parseSettings({ ...writtenSettings(), ownerEmail: 'me' })).toThrow(
      /ownerEmail: must be an e-mail/,
    );
  });

  test('is in the environment of the functions, with the issuer of its tokens', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          POWERTOOLS_SERVICE_NAME: 'authorizer',
          ALLOW_SIGN_UP: 'false',
          WRITES_PER_SECOND: '5',
          WRITE_BURST: '50',
          TOKEN_ISSUER: { 'Fn::GetAtt': [Match.stringLikeRegexp('^IdentityPool'), 'ProviderURL'] },
        },
      },
    });
  });
});
