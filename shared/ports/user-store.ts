import type { ProviderChallenge } from './identity.ts';

/** A person, as far as this application knows. */
export interface Profile {
  readonly userId: string;
  readonly email?: string;
  /** What the dashboard calls the person. */
  readonly name?: string;
  /** Whether a second factor is asked for. */
  readonly totp: boolean;
  /** ms, real time. */
  readonly createdAt?: number;
  /** ms, real time: sessions begun before are over. */
  readonly sessionsFrom?: number;
}

export interface ProfileChanges {
  readonly name?: string;
  readonly totp?: boolean;
  readonly sessionsFrom?: number;
}

export interface UserStore {
  /** Strongly consistent. */
  profile(userId: string): Promise<Profile | undefined>;
  /** The profile and the account `main`, both or neither; what is there already stays as it is. */
  create(profile: Profile): Promise<void>;
  /** @returns the profile as it is now; undefined where there is none */
  update(userId: string, changes: ProfileChanges): Promise<Profile | undefined>;
  /**
   * Takes all that belongs to the user out of every table: keys first, so that nobody comes in, the profile last.
   * @param inTime asked between steps; where it says no, the rest stays for the next call
   * @returns whether nothing is left
   */
  erase(userId: string, inTime: () => boolean): Promise<boolean>;
}

/** Failed attempts, kept by a name of what was tried. */
export interface AttemptStore {
  /** Counts an attempt as failed until it is taken back. @returns how long to wait before it may be made, ms; 0: now */
  take(what: string, limit: number, now: number): Promise<number>;
  /** The attempt did not fail. */
  giveBack(what: string): Promise<void>;
  /** All is well: what was remembered is forgotten. */
  clear(what: string): Promise<void>;
}

/** Challenges that wait for their answer, by the hash of what only the caller knows. */
export interface ChallengeStore {
  /** @param until ms, real time */
  put(hash: string, challenge: ProviderChallenge, until: number): Promise<void>;
  get(hash: string, now: number): Promise<ProviderChallenge | undefined>;
  remove(hash: string): Promise<void>;
}
