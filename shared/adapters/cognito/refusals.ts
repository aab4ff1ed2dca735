import { type IdentityAnswer, IdentityUnavailableError, type Refusal } from '../../ports/identity.ts';

/** Cognito's exceptions that say no, in words of the port. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  NotAuthorizedException: 'wrong_credentials',
  UserNotFoundException: 'wrong_credentials',
  // An administrator's reset: the person takes the way of a forgotten password.
  PasswordResetRequiredException: 'wrong_credentials',
  // Of a refresh token that is none.
  UnauthorizedException: 'wrong_credentials',
  UnsupportedTokenTypeException: 'wrong_credentials',
  UserNotConfirmedException: 'not_confirmed',
  CodeMismatchException: 'wrong_code',
  ExpiredCodeException: 'wrong_code',
  EnableSoftwareTokenMFAException: 'wrong_code',
  InvalidPasswordException: 'weak_password',
  PasswordHistoryPolicyViolationException: 'weak_password',
  UsernameExistsException: 'exists',
  LimitExceededException: 'too_many',
  TooManyFailedAttemptsException: 'too_many',
  // E.g. the code of somebody who is confirmed already.
  InvalidParameterException: 'wrong_code',
};

/** The answer of a call, or Cognito's refusal of it. @throws IdentityUnavailableError */
export const answerOf = async <T>(call: () => Promise<T>): Promise<IdentityAnswer<T>> => {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const reason = error instanceof Error ? REFUSALS[error.name] : undefined;
    if (reason) return { ok: false, reason };
    // Not the error's own message, which may quote what was sent.
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new IdentityUnavailableError(`Cognito did not answer: ${name}`);
  }
};
