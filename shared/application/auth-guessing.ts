import { type Problem, refuseFor } from '../domain/problem.ts';
import type { AuthPorts } from './auth-ports.ts';

/** One thing that is counted: whose password, whose code, whose address. */
export interface Guard {
  readonly what: string;
  /** Failures before it slows down. */
  readonly limit: number;
}

/** Behind one address there may be a household, or an office. */
const SOURCE_LIMIT = 20;
const PERSON_LIMIT = 5;

type GuardPorts = Pick<AuthPorts, 'attempts' | 'clock' | 'hash'>;

/** Kept as digests: the table of attempts tells no address of anybody. */
export const guardsOf = (
  { hash }: GuardPorts,
  purpose: string,
  { email, source }: { readonly email: string; readonly source: string },
): Guard[] => [
  { what: hash(`${purpose} of ${email}`), limit: PERSON_LIMIT },
  { what: hash(`${purpose} from ${source}`), limit: SOURCE_LIMIT },
];

/** Counts an attempt before it is made. @returns the refusal where one must wait */
export const take = async (
  { attempts, clock }: GuardPorts,
  guards: readonly Guard[],
): Promise<{ readonly ok: false; readonly problem: Problem } | undefined> => {
  for (const [at, { what, limit }] of guards.entries()) {
    const wait = await attempts.take(what, limit, clock());
    if (wait === 0) continue;
    // What was not tried counts for nobody.
    await Promise.all(guards.slice(0, at).map((guard) => attempts.giveBack(guard.what)));
    return refuseFor('too_many_attempts', 'too many attempts: wait as long as Retry-After says', wait);
  }
  return undefined;
};

/** The attempt was right: the person's failures are forgotten, those of the address are not. */
export const release = async (
  { attempts }: GuardPorts,
  [person, ...others]: readonly Guard[],
): Promise<void> => {
  await Promise.all([
    person && attempts.clear(person.what),
    ...others.map(({ what }) => attempts.giveBack(what)),
  ]);
};
