import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolUser,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { PASSWORD_POLICY } from '../../shared/domain/identity/password.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Settings } from '../settings.ts';

/** An access token cannot be taken back: it does not live long. */
const ACCESS_TOKEN_LIFE = Duration.minutes(15);
const REFRESH_TOKEN_LIFE = Duration.days(30);

type IdentitySettings = Pick<Settings, 'allowSignUp' | 'ownerEmail' | 'removeData'>;

/** Who may come in: a user pool, where people are known by their e-mail, and the one client of it, our API. */
export class Identity extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, settings: IdentitySettings) {
    super(scope, id);
    const { requires, minLength } = PASSWORD_POLICY;
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: settings.allowSignUp,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength,
        requireLowercase: requires.includes('lowercase'),
        requireUppercase: requires.includes('uppercase'),
        requireDigits: requires.includes('digit'),
        requireSymbols: false,
        tempPasswordValidity: Duration.days(7),
      },
      // Free for the first 10,000 people of a month.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: !settings.removeData,
      removalPolicy: settings.removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.client = this.pool.addClient('Api', {
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userPassword: true },
      accessTokenValidity: ACCESS_TOKEN_LIFE,
      idTokenValidity: ACCESS_TOKEN_LIFE,
      refreshTokenValidity: REFRESH_TOKEN_LIFE,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    if (settings.ownerEmail !== undefined) this.invite(settings.ownerEmail);
    acknowledge(this.pool, {
      'AwsSolutions-COG1':
        'Symbols are not demanded: twelve characters of three kinds are worth more than a sign at the end (NIST SP 800-63B).',
      'AwsSolutions-COG2':
        'A second factor is offered to everybody and forced on nobody: the money of this simulator is virtual.',
      'AwsSolutions-COG3':
        'Threat protection costs per person and month; the API itself slows down whoever guesses.',
      'AwsSolutions-COG8':
        'The Plus plan costs per person and month for what a simulator of one household does not need.',
    });
  }

  /** Cognito mails a first password, which the first sign-in replaces. */
  private invite(email: string): void {
    new CfnUserPoolUser(this, 'Owner', {
      userPoolId: this.pool.userPoolId,
      username: email,
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: email },
        { name: 'email_verified', value: 'true' },
      ],
    });
  }
}
