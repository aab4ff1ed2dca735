import { waitBefore } from './backoff.ts';
import type { WireEvents } from './link.ts';

/** What a feed needs of the page: what a test replaces. */
export interface ExchangePorts {
  /** Where what is looked at is streamed, as far as it is known; undefined where nothing is looked at. */
  readonly address: () => string | undefined;
  /** Asks this page's server where the exchange streams now; never fails. */
  readonly learnAddress: () => Promise<void>;
  /** @throws where the browser refuses the address itself */
  readonly open: (address: string, events: Omit<WireEvents, 'onOpen'>) => { readonly close: () => void };
  /** @returns what cancels it */
  readonly later: (ms: number, action: () => void) => () => void;
  /** 0 to 1. */
  readonly chance: () => number;
  readonly onText: (text: string) => void;
}

/** Several things come in sight together. */
const SETTLE_MS = 150;
/** A stream that is no business of ours may be out of reach for good: the first pause is already a long one. */
const PATIENCE = 2;

/**
 * The connection to the exchange's own stream. Out of reach it is left alone for longer and longer. One that has worked before and
 * is lost may be elsewhere now (a local runtime that was started again has another port): its address is asked for anew.
 */
export class ExchangeFeed {
  readonly #ports: ExchangePorts;
  #wire: { readonly close: () => void } | undefined;
  #address: string | undefined;
  #failures = 0;
  #hasWorked = false;
  #cancel: (() => void) | undefined;

  constructor(ports: ExchangePorts) {
    this.#ports = ports;
  }

  /** Something else is looked at. */
  arrange(): void {
    this.#after(SETTLE_MS, () => this.#connect());
  }

  #connect(): void {
    const next = this.#ports.address();
    if (next === this.#address && this.#wire) return;
    const before = this.#wire;
    this.#wire = undefined;
    this.#address = next;
    before?.close();
    if (next === undefined) return;
    let wire: { readonly close: () => void } | undefined;
    try {
      wire = this.#ports.open(next, {
        onText: (text) => {
          this.#failures = 0;
          this.#hasWorked = true;
          this.#ports.onText(text);
        },
        onClose: () => {
          if (this.#wire === wire) this.#again();
        },
      });
      this.#wire = wire;
    } catch {
      // An address that the page may not open.
      this.#again();
    }
  }

  #again(): void {
    this.#wire = undefined;
    this.#failures += 1;
    this.#after(waitBefore(this.#failures + PATIENCE, this.#ports.chance()), () => {
      if (!this.#hasWorked) this.#connect();
      else void this.#ports.learnAddress().then(() => this.#connect());
    });
  }

  #after(ms: number, action: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#ports.later(ms, action);
  }
}
