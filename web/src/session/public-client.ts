import { createClient } from '../../../shared/contract/client.ts';

/** For what needs no credential: signing in, and asking for a fresh token by the cookie that no script reads. */
export const publicClient = createClient({ baseUrl: '', apiKey: () => undefined });
