/** Prices of us-east-1 in USD, as published by AWS in November 2026 or last known to us; `free` a month, for good. */
export const PRICES = {
  readUnits: { per: 1_000_000, price: 0.125, free: 0 },
  writeUnits: { per: 1_000_000, price: 0.625, free: 0 },
  /** Provisioned, of a month of 730 hours. */
  readCapacity: { per: 1, price: 0.00013 * 730, free: 25 },
  writeCapacity: { per: 1, price: 0.00065 * 730, free: 25 },
  tableGigabytes: { per: 1, price: 0.25, free: 25 },
  /** Point-in-time recovery. */
  backupGigabytes: { per: 1, price: 0.2, free: 0 },
  invocations: { per: 1_000_000, price: 0.2, free: 1_000_000 },
  /** Arm. */
  gigabyteSeconds: { per: 1, price: 0.000_013_333_4, free: 400_000 },
  queueRequests: { per: 1_000_000, price: 0.4, free: 1_000_000 },
  schedules: { per: 1_000_000, price: 1, free: 14_000_000 },
  apiRequests: { per: 1_000_000, price: 1, free: 0 },
  /** WebSocket messages of 32 kB, in either direction, and how long connections last. */
  socketMessages: { per: 1_000_000, price: 1, free: 0 },
  connectionMinutes: { per: 1_000_000, price: 0.25, free: 0 },
  edgeRequests: { per: 10_000, price: 0.01, free: 10_000_000 },
  edgeGigabytes: { per: 1, price: 0.085, free: 1_024 },
  logGigabytes: { per: 1, price: 0.5, free: 5 },
  ownMetrics: { per: 1, price: 0.3, free: 10 },
  alarms: { per: 1, price: 0.1, free: 10 },
  activePersons: { per: 1, price: 0.015, free: 10_000 },
} as const satisfies Record<string, { per: number; price: number; free: number }>;

export type Priced = keyof typeof PRICES;

/** USD of one, beyond what is free. */
export const unitPrice = (what: Priced): number => PRICES[what].price / PRICES[what].per;

/** @param amount units in a month @returns USD */
export const priceOf = (what: Priced, amount: number): number => {
  const { per, price, free } = PRICES[what];
  return (Math.max(0, amount - free) / per) * price;
};
