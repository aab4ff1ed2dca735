import type { ExamplesOf } from '../operation.ts';
import type { authOperations } from '../operations/auth.ts';

const email = 'ann@example.com';
const accessToken = 'eyJraWQiOiJh...';
const session = { status: 'signed_in', accessToken, tokenType: 'Bearer', expiresIn: 900, refreshToken: null };

export const authExamples: ExamplesOf<typeof authOperations> = {
  signUp: {
    body: { email, password: 'Correct-horse-7-battery' },
    response: { status: 'code_sent' },
  },
  confirmSignUp: { body: { email, code: '123456' }, response: { status: 'confirmed' } },
  signIn: { body: { email, password: 'Correct-horse-7-battery' }, response: session },
  answerChallenge: {
    body: { session: 'kW3v6vV9bYf0r7Q2c1xJm8Zt4a5s6d7f8g9h0j1k', code: '123456' },
    response: session,
  },
  refreshSession: { body: {}, response: { accessToken, tokenType: 'Bearer', expiresIn: 900 } },
  signOut: { body: {}, response: { status: 'signed_out' } },
  forgotPassword: { body: { email }, response: { status: 'code_sent' } },
  resetPassword: {
    body: { email, code: '123456', newPassword: 'Correct-horse-8-battery' },
    response: { status: 'changed' },
  },
  changePassword: {
    body: { password: 'Correct-horse-7-battery', newPassword: 'Correct-horse-8-battery' },
    response: { status: 'changed' },
  },
  associateTotp: {
    response: {
      secret: 'JBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Paperwick%3Aann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Paperwick',
    },
  },
  verifyTotp: { body: { code: '123456' }, response: { status: 'enabled' } },
  removeTotp: { response: { status: 'disabled' } },
};
