import * as z from 'zod';

const texts = z.record(z.string(), z.string());

/** The parts of Cognito's requests that this runtime looks at itself. */
export const requestSchema = z.looseObject({
  AuthFlow: z.string().optional(),
  ClientId: z.string().optional(),
  Username: z.string().optional(),
  Session: z.string().optional(),
  AccessToken: z.string().optional(),
  Token: z.string().optional(),
  Password: z.string().optional(),
  TemporaryPassword: z.string().optional(),
  PreviousPassword: z.string().optional(),
  ProposedPassword: z.string().optional(),
  AuthParameters: texts.optional(),
  ChallengeResponses: texts.optional(),
});
export type CognitoRequest = z.output<typeof requestSchema>;

/** Where a request may carry a password. */
const PASSWORDS = ['Password', 'TemporaryPassword', 'PreviousPassword', 'ProposedPassword'] as const;

/** The request with every password in it hidden: none reaches cognito-local, and so none its files. */
export const withoutPasswords = (
  request: CognitoRequest,
  hidden: (password: string) => string,
): CognitoRequest => {
  const own = PASSWORDS.flatMap((name) => {
    const password = request[name];
    return password === undefined ? [] : [[name, hidden(password)]];
  });
  const { AuthParameters: auth, ChallengeResponses: responses } = request;
  return {
    ...request,
    ...Object.fromEntries(own),
    ...(auth?.PASSWORD === undefined ? {} : { AuthParameters: { ...auth, PASSWORD: hidden(auth.PASSWORD) } }),
    ...(responses?.NEW_PASSWORD === undefined
      ? {}
      : { ChallengeResponses: { ...responses, NEW_PASSWORD: hidden(responses.NEW_PASSWORD) } }),
  };
};
