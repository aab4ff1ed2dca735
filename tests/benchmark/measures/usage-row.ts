import type { Usage } from '../capacity/usage.ts';
import type { Check, Row } from '../report.ts';

/** The units of some work by both counts, and its requests. */
export const usageRow = (name: string, usage: Usage, budget?: readonly Check[]): Row => ({
  name,
  values: {
    RCU: usage.reported.read,
    'RCU by rules': usage.computed.read,
    WCU: usage.reported.write,
    'WCU by rules': usage.computed.write,
    queries: usage.requests.get('Query') ?? 0,
    'other requests': [...usage.requests].reduce((sum, [name, n]) => sum + (name === 'Query' ? 0 : n), 0),
  },
  ...(budget ? { budget } : {}),
});

/** At most so many units, by the larger of both counts. */
export const atMost = ({ reported, computed }: Usage, units: { read: number; write: number }): Check[] => [
  { value: Math.max(reported.read, computed.read), limit: units.read, unit: 'RCU' },
  { value: Math.max(reported.write, computed.write), limit: units.write, unit: 'WCU' },
];
