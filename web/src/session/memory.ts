/** What outlives a reload. Never a token; an API key that was typed here lives in this tab alone. */
const KEY = 'apiKey';
/** That somebody signed in here, so that the cookie, which no script can see, is worth asking for. */
const PERSON = 'signedIn';

const attempt = <T>(action: () => T): T | undefined => {
  try {
    return action();
  } catch {
    // Storage may be forbidden: then nothing outlives a reload.
    return undefined;
  }
};

export const memory = {
  key: (): string | undefined => attempt(() => sessionStorage.getItem(KEY)) ?? undefined,
  keepKey: (key: string) => attempt(() => sessionStorage.setItem(KEY, key)),
  forgetKey: () => attempt(() => sessionStorage.removeItem(KEY)),
  hadPerson: (): boolean => attempt(() => localStorage.getItem(PERSON)) === 'yes',
  keepPerson: () => attempt(() => localStorage.setItem(PERSON, 'yes')),
  forgetPerson: () => attempt(() => localStorage.removeItem(PERSON)),
} as const;
