import * as z from 'zod';
import { PASSWORD_POLICY } from '../../domain/identity/password.ts';

/** As it comes in: without regard to case, as mail servers of today have it. */
const email = z
  .string()
  .max(254, { error: 'must be an e-mail address' })
  .meta({ format: 'email' })
  .pipe(z.email({ error: 'must be an e-mail address' }))
  .transform((text) => text.toLowerCase());

/** Whatever somebody types where a password is asked for; the policy speaks of new ones only. */
const anyPassword = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(PASSWORD_POLICY.maxLength, { error: `must have at most ${PASSWORD_POLICY.maxLength} characters` });
const newPassword = z.string().max(1024, { error: 'is too long' });
const code = z.string().regex(/^\d{6}$/, { error: 'must be the six digits of the code' });
const tokenInBody = z.boolean({ error: 'must be true or false' }).default(false);
const refreshToken = z.string().min(1).max(8192, { error: 'is no refresh token' });

/** POST /v1/auth/sign-up. */
export const signUpBody = z.strictObject({ email, password: newPassword }).meta({ id: 'SignUp' });
export const confirmBody = z.strictObject({ email, code }).meta({ id: 'ConfirmSignUp' });
export const signInBody = z
  .strictObject({ email, password: anyPassword, tokenInBody })
  .meta({ id: 'SignIn' });
export const challengeBody = z
  .strictObject({
    session: z.string().regex(/^[A-Za-z0-9_-]{20,128}$/, { error: 'is not the session of a challenge' }),
    code: code.optional(),
    newPassword: newPassword.optional(),
    tokenInBody,
  })
  .refine((body) => (body.code === undefined) !== (body.newPassword === undefined), {
    error: 'must have either code or newPassword',
    params: { code: 'one_answer' },
  })
  .meta({ id: 'AnswerChallenge', oneOf: [{ required: ['code'] }, { required: ['newPassword'] }] });
/** The token may stand in the cookie instead. */
export const refreshBody = z.strictObject({ refreshToken: refreshToken.optional() }).meta({ id: 'Refresh' });
export const signOutBody = z.strictObject({ refreshToken: refreshToken.optional() }).meta({ id: 'SignOut' });
export const forgotPasswordBody = z.strictObject({ email }).meta({ id: 'ForgotPassword' });
export const resetPasswordBody = z.strictObject({ email, code, newPassword }).meta({ id: 'ResetPassword' });
export const changePasswordBody = z
  .strictObject({ password: anyPassword, newPassword })
  .meta({ id: 'ChangePassword' });
export const totpCodeBody = z.strictObject({ code }).meta({ id: 'VerifyTotp' });

/** What there is to say where all went well. */
export const doneSchema = z
  .object({ status: z.enum(['code_sent', 'confirmed', 'signed_out', 'changed', 'enabled', 'disabled']) })
  .meta({ id: 'Done' });

const accessToken = {
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.int(),
};

export const sessionSchema = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('signed_in'),
      ...accessToken,
      /** Null where it is in the cookie. */
      refreshToken: z.string().nullable(),
    }),
    z.object({
      status: z.literal('challenge'),
      challenge: z.enum(['new_password', 'totp']),
      session: z.string(),
      /** Seconds. */
      expiresIn: z.int(),
    }),
  ])
  .meta({ id: 'Session' });
export type SessionJson = z.infer<typeof sessionSchema>;

export const refreshedSchema = z.object(accessToken).meta({ id: 'AccessToken' });

export const authenticatorSchema = z
  .object({ secret: z.string(), uri: z.string() })
  .meta({ id: 'Authenticator' });
