import { type AccessToken, readToken, runsOut } from './access-token.ts';
import { memory } from './memory.ts';
import { publicClient } from './public-client.ts';
import { refreshed } from './refresh.ts';
import {
  become,
  currentDemoKey,
  currentSession,
  learnDemoKey,
  learnStreamUrl,
  type Session,
  type SignedOutBecause,
} from './session.ts';
import { readSiteConfig } from './site-config.ts';
import { hearTabs, tellTabs } from './tabs.ts';

const PATIENCE_MS = 10_000;

const asPerson = (token: AccessToken): Session => ({
  state: 'signed_in',
  credential: { kind: 'person', token },
});

/** The key typed in this tab, else the person who signed in, else the demo user, else the sign-in. */
const chosen = async (): Promise<Session> => {
  const config = await readSiteConfig();
  learnDemoKey(config.demoKey);
  learnStreamUrl(config.binanceStreamUrl);
  const key = memory.key();
  if (key !== undefined) return { state: 'signed_in', credential: { kind: 'key', key } };
  if (memory.hadPerson()) {
    const token = await refreshed();
    if (token) return asPerson(token);
    memory.forgetPerson();
    return { state: 'signed_out', because: 'session_over' };
  }
  const demoKey = currentDemoKey();
  return demoKey === undefined
    ? { state: 'signed_out', because: undefined }
    : { state: 'signed_in', credential: { kind: 'demo', key: demoKey } };
};

export const startSession = async (): Promise<void> => {
  become(await chosen().catch((): Session => ({ state: 'unreachable' })));
};

export const signInWithKey = (key: string): void => {
  memory.keepKey(key);
  become({ state: 'signed_in', credential: { kind: 'key', key } });
};

export const signInAsDemo = (key: string): void =>
  become({ state: 'signed_in', credential: { kind: 'demo', key } });

export const signInAsPerson = (answer: {
  readonly accessToken: string;
  readonly expiresIn: number;
}): void => {
  memory.forgetKey();
  memory.keepPerson();
  become(asPerson(readToken(answer, Date.now())));
  tellTabs('signed_in');
};

/** Here and, of a person, in every other tab; the API is not asked. */
export const leave = (because?: SignedOutBecause): void => {
  const session = currentSession();
  memory.forgetKey();
  become({ state: 'signed_out', because });
  if (session.state !== 'signed_in' || session.credential.kind !== 'person') return;
  memory.forgetPerson();
  tellTabs('signed_out');
};

/** Signs out; of a person the API revokes the session, and it is said where that could not be done. */
export const signOut = async (): Promise<void> => {
  const session = currentSession();
  leave();
  if (session.state !== 'signed_in' || session.credential.kind !== 'person') return;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  await publicClient.call('signOut', { body: {}, signal }).catch(() => {
    if (currentSession().state === 'signed_out') become({ state: 'signed_out', because: 'not_revoked' });
  });
};

/** A fresh token in place of this one; false where the session is over, and the sign-in is shown. @throws as `refreshed` */
export const renew = async (): Promise<boolean> => {
  const token = await refreshed();
  const session = currentSession();
  // Signed out meanwhile.
  if (session.state !== 'signed_in' || session.credential.kind !== 'person') return false;
  // Whoever signed in from another tab owns the cookie now, and so this tab.
  if (token) become(asPerson(token));
  else leave('session_over');
  return token !== undefined;
};

/** Renews a token that is about to run out; one that still holds is good enough where that fails. */
export const freshen = async (): Promise<void> => {
  const session = currentSession();
  if (session.state !== 'signed_in' || session.credential.kind !== 'person') return;
  const { token } = session.credential;
  if (!runsOut(token, Date.now())) return;
  await renew().catch((error: unknown) => {
    if (token.expiresAt <= Date.now()) throw error;
  });
};

hearTabs((message) => {
  const session = currentSession();
  const isPerson = session.state === 'signed_in' && session.credential.kind === 'person';
  if (message === 'signed_out' && isPerson) become({ state: 'signed_out', because: undefined });
  if (message === 'signed_in' && isPerson) void renew().catch(() => undefined);
  if (message === 'signed_in' && session.state === 'signed_out') void startSession();
});
