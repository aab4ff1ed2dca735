import { useSyncExternalStore } from 'react';
import * as z from 'zod';

/** What the page's own server says of it. `demoKey` exists on one's own machine only. */
const configSchema = z.object({ demoKey: z.string().optional(), market: z.string().optional() });

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'signed_out'; readonly refused: boolean }
  | { readonly state: 'signed_in'; readonly key: string; readonly demo: boolean };

const STORAGE = 'apiKey';
let session: Session = { state: 'starting' };
const listeners = new Set<() => void>();

const become = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

/** The key typed here before, else the demo key, else the sign-in form. */
export const startSession = async (): Promise<void> => {
  const stored = sessionStorage.getItem(STORAGE);
  if (stored) return become({ state: 'signed_in', key: stored, demo: false });
  try {
    const response = await fetch('/config.json', { cache: 'no-store' });
    if (response.status >= 500) throw new Error(`/config.json answered ${response.status}`);
    // No such file, or something else in its place: a deployment without a demo key.
    const config = configSchema.safeParse(await response.json().catch(() => ({})));
    const demoKey = config.success ? config.data.demoKey : undefined;
    become(
      demoKey ? { state: 'signed_in', key: demoKey, demo: true } : { state: 'signed_out', refused: false },
    );
  } catch {
    become({ state: 'unreachable' });
  }
};

export const signIn = (key: string): void => {
  sessionStorage.setItem(STORAGE, key);
  become({ state: 'signed_in', key, demo: false });
};

/** `refused`: the API did not accept the key. */
export const signOut = (refused = false): void => {
  sessionStorage.removeItem(STORAGE);
  become({ state: 'signed_out', refused });
};

export const currentKey = (): string | undefined => (session.state === 'signed_in' ? session.key : undefined);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);
