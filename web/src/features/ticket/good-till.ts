/** How long an entry may wait, as the ticket offers it. */
export type GoodTillChoice = 'none' | '1h' | '1d' | 'until';

export const GOOD_TILL_CHOICES = [
  { value: 'none', label: 'No end' },
  { value: '1h', label: '1 hour' },
  { value: '1d', label: '1 day' },
  { value: 'until', label: 'Until…' },
] as const satisfies readonly { value: GoodTillChoice; label: string }[];

const HOUR_MS = 3_600_000;
const LENGTHS = { '1h': HOUR_MS, '1d': 24 * HOUR_MS } as const;
/** Beyond this the API takes no moment. */
const LATEST = Date.UTC(2100, 0, 1);

export type GoodTill =
  | { readonly kind: 'none' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'moment'; readonly at: number }
  | { readonly kind: 'unreadable'; readonly message: string };

/** `until` is what a field for date and time holds, local time: `2026-11-21T14:02`. `now` in ms, the server's clock. */
export const readGoodTill = (choice: GoodTillChoice, until: string, now: number): GoodTill => {
  if (choice === 'none') return { kind: 'none' };
  if (choice !== 'until') return { kind: 'moment', at: now + LENGTHS[choice] };
  if (until === '') return { kind: 'missing' };
  const at = new Date(until).getTime();
  if (Number.isNaN(at)) return { kind: 'unreadable', message: 'Write a date and a time.' };
  if (at <= now) return { kind: 'unreadable', message: 'Must be later than now.' };
  if (at >= LATEST) return { kind: 'unreadable', message: 'Must be before the year 2100.' };
  return { kind: 'moment', at };
};
