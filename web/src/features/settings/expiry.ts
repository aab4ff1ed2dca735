export const EXPIRIES = [
  { value: 'never', label: 'Never' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
] as const;
export type Expiry = (typeof EXPIRIES)[number]['value'];

const DAY_MS = 86_400_000;

/** When a key made now runs out, RFC 3339; undefined for one that does not. */
export const expiryAt = (choice: Expiry, now: number): string | undefined =>
  choice === 'never' ? undefined : new Date(now + Number(choice) * DAY_MS).toISOString();
