import type { ApiKeyManager } from '../ports/api-key-store.ts';
import type { IdentityProvider } from '../ports/identity.ts';
import type { AttemptStore, ChallengeStore, UserStore } from '../ports/user-store.ts';

/** What the use cases of identity need. Their time is real, whatever time the market has. */
export interface AuthPorts {
  readonly identity: IdentityProvider;
  readonly users: UserStore;
  readonly attempts: AttemptStore;
  readonly challenges: ChallengeStore;
  readonly keys: ApiKeyManager;
  /** The real clock, ms. */
  readonly clock: () => number;
  /** Waits this many ms. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Text that nobody guesses: 240 random bits. */
  readonly newSecret: () => string;
  /** SHA-256, hex. */
  readonly hash: (text: string) => string;
  readonly settings: {
    /** Whether people may sign up by themselves. */
    readonly allowSignUp: boolean;
  };
}
