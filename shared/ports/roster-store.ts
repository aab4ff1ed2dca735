import type { Roster } from '../domain/market/roster.ts';

/** What is followed beyond the settings' symbols. */
export interface RosterStore {
  /** Seconds old at most: a symbol that is in it is in the same batch still, one that is not may have come since. */
  cached(): Promise<Roster>;
  /** Strongly consistent. */
  read(): Promise<Roster>;
  /** On condition that the version is still that of this roster; false where somebody else was faster. */
  save(roster: Roster): Promise<boolean>;
}
