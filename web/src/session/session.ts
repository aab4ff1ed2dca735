import { useSyncExternalStore } from 'react';
import type { AccessToken } from './access-token.ts';

/** Why the sign-in is shown to somebody who was in before. */
export type SignedOutBecause = 'key_refused' | 'session_over' | 'not_revoked' | 'erased' | 'password_changed';

type Credential =
  | { readonly kind: 'demo'; readonly key: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'person'; readonly token: AccessToken };

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'signed_out'; readonly because: SignedOutBecause | undefined }
  | { readonly state: 'signed_in'; readonly credential: Credential };

let session: Session = { state: 'starting' };
let demoKey: string | undefined;
const listeners = new Set<() => void>();

export const currentSession = (): Session => session;
export const become = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

/** The key of the demo user, which exists on one's own machine only. */
export const currentDemoKey = (): string | undefined => demoKey;
export const learnDemoKey = (key: string | undefined): void => {
  demoKey = key;
};

let streamUrl: string | undefined;
/** Where the exchange streams its public prices; undefined where this installation has none. */
export const currentStreamUrl = (): string | undefined => streamUrl;
export const learnStreamUrl = (url: string | undefined): void => {
  streamUrl = url;
};

/** What requests are sent with. */
export const currentCredential = (): string | undefined => {
  if (session.state !== 'signed_in') return undefined;
  const { credential } = session;
  return credential.kind === 'person' ? credential.token.text : credential.key;
};

/** Another one is another person, whatever token they come with. */
export const identityOf = (credential: Credential): string =>
  credential.kind === 'person' ? `person ${credential.token.userId}` : `${credential.kind} ${credential.key}`;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);

/** Whether a person is signed in, an API key was pasted, or it is the demo user; undefined where nobody is. */
export const useCredentialKind = (): Credential['kind'] | undefined => {
  const current = useSession();
  return current.state === 'signed_in' ? current.credential.kind : undefined;
};
