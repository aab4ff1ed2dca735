import type { ServerMessage } from '../../../shared/contract/messages/server.ts';
import { PRICES, type Priced } from '../../benchmark/cost/prices.ts';

/** API Gateway counts a message once for each 32 kB. */
const METERED_BYTES = 32 * 1024;

/** What came, and how long after its tick. */
export class Measure {
  readonly #latencies: number[] = [];
  readonly byType = new Map<string, { count: number; bytes: number }>();
  /** As they are billed, in both directions. */
  metered = 0;

  received(message: ServerMessage, bytes: number, latencyMs: number | undefined): void {
    const kept = this.byType.get(message.type) ?? { count: 0, bytes: 0 };
    this.byType.set(message.type, { count: kept.count + 1, bytes: kept.bytes + bytes });
    this.metered += Math.max(1, Math.ceil(bytes / METERED_BYTES));
    if (latencyMs !== undefined) this.#latencies.push(latencyMs);
  }

  sent(): void {
    this.metered += 1;
  }

  get count(): number {
    return this.#latencies.length;
  }

  /** ms; NaN where nothing came. */
  percentile(share: number): number {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  }
}

export interface Work {
  readonly invocations: number;
  readonly gigabyteSeconds: number;
}

const price = (what: Priced, amount: number): number => (amount / PRICES[what].per) * PRICES[what].price;

/** USD for one client's hour, of what grows with clients; nothing is taken as free. */
export const costOfHour = (metered: number, clientHours: number, work: Work): number =>
  (price('socketMessages', metered) +
    price('connectionMinutes', clientHours * 60) +
    price('invocations', work.invocations) +
    price('gigabyteSeconds', work.gigabyteSeconds)) /
  clientHours;
