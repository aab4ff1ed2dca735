import type { PathAnswer, Venue } from '../../ports/venue.ts';

/**
 * A venue whose path is asked once for many messages of one storm: an answer serves for `keptMs`. What it lacks of the
 * newest, the next pass adds. An answer that failed is not kept.
 */
export const recentPaths = (venue: Venue, keptMs: number, wall: () => number): Venue => {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<PathAnswer | undefined> }>();
  return {
    ...venue,
    async paths(requests) {
      const now = wall();
      for (const [key, { at }] of kept) if (now - at > keptMs || at > now) kept.delete(key);
      const answers = requests.map((request) => {
        const key = `${request.symbol} ${request.from}`;
        const known = kept.get(key)?.answer;
        if (known) return known;
        const answer = venue.paths([request]).then(([first]) => first);
        kept.set(key, { at: now, answer });
        const forget = () => {
          if (kept.get(key)?.answer === answer) kept.delete(key);
        };
        answer.then((given) => {
          if (!given || 'error' in given) forget();
        }, forget);
        return answer;
      });
      return (await Promise.all(answers)).filter((answer) => answer !== undefined);
    },
  };
};
