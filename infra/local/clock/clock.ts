import { EventQueue } from './event-queue.ts';

/** The time that the runtime lives by: the machine's, or a market's. All times ms since the epoch. */
export interface Clock {
  now(): number;
  /** Runs `action` once the clock is at `time`, in a later turn. Answers how to cancel it. */
  at(time: number, action: () => void): () => void;
  /** Counts work in flight: a clock that runs as fast as the machine goes waits for it before it moves on. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>;
  /**
   * Runs `action` at once; or, where the clock runs as fast as the machine goes, once for all who ask when nothing
   * else of the moment is in flight, before the clock moves on.
   */
  whenSettled(action: () => void): void;
}

export interface ClockOptions {
  /** Where the clock starts; the machine's own time where absent, and then `speed` is 1. */
  readonly start?: number;
  /** Market time per real time, or as fast as everything in flight allows. */
  readonly speed?: number | 'max';
  /** Where it stops. */
  readonly end?: number;
  readonly paused?: boolean;
}

export interface ClockState {
  readonly now: number;
  readonly running: boolean;
  /** The clock has reached its end and will not move again. */
  readonly ended: boolean;
}

type Movement =
  | { readonly kind: 'held' }
  | { readonly kind: 'machine' }
  | { readonly kind: 'flowing'; readonly from: number; readonly since: number; readonly rate: number }
  | { readonly kind: 'pumping'; readonly target: number; readonly afterwards: Movement };

/** The longest sleep of the timer: a laptop that was closed notices soon after that time has passed. */
const LONGEST_SLEEP_MS = 5_000;

/**
 * A market clock: held, flowing with real time (any number of times as fast), or pumping, where it jumps to the
 * next due event as soon as nothing is in flight. A pumped run is deterministic: events happen in the order of
 * (time, order of registration), each moment wholly done before the next begins.
 */
export class MarketClock implements Clock {
  readonly #events = new EventQueue();
  readonly #end: number;
  readonly #cruise: Movement;
  #movement: Movement = { kind: 'held' };
  #moment: number;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #stepPending = false;
  readonly #settling = new Set<() => void>();
  #idleWaiters: (() => void)[] = [];
  #arrivals: { target: number; resolve: () => void }[] = [];
  #endListeners: (() => void)[] = [];

  constructor(options: ClockOptions = {}) {
    const { start, speed = 1, end = Number.POSITIVE_INFINITY, paused = false } = options;
    this.#moment = start ?? Date.now();
    this.#end = end;
    if (start === undefined) this.#cruise = { kind: 'machine' };
    else if (paused) this.#cruise = { kind: 'held' };
    else if (speed === 'max') this.#cruise = { kind: 'pumping', target: end, afterwards: { kind: 'held' } };
    else this.#cruise = { kind: 'flowing', from: start, since: performance.now(), rate: speed };
  }

  /** Sets the clock in motion; before it stands at its start. */
  start(): void {
    this.#move(this.#cruise);
  }

  now(): number {
    const movement = this.#movement;
    if (movement.kind === 'machine') return Date.now();
    if (movement.kind !== 'flowing') return this.#moment;
    const flowed = movement.from + (performance.now() - movement.since) * movement.rate;
    return Math.min(this.#end, Math.floor(flowed));
  }

  at(time: number, action: () => void): () => void {
    const cancel = this.#events.add(time, action);
    this.#wake();
    return cancel;
  }

  track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight += 1;
    const done = () => {
      this.#inFlight -= 1;
      if (this.#inFlight > 0) return;
      this.#tellIdle();
      this.#wake();
    };
    work.then(done, done);
    return work;
  }

  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  whenSettled(action: () => void): void {
    if (this.#movement.kind !== 'pumping') action();
    else {
      this.#settling.add(action);
      this.#wake();
    }
  }

  /**
   * Runs as fast as the machine goes up to `target`, events of that moment included; answers when it is reached
   * and nothing is in flight. Afterwards the clock moves (or stands) as it did before.
   */
  runUntil(target: number): Promise<void> {
    const bounded = Math.min(target, this.#end);
    return new Promise((resolve) => {
      this.#arrivals.push({ target: bounded, resolve });
      const before = this.#movement;
      if (before.kind === 'pumping') {
        if (before.target < bounded) this.#move({ ...before, target: bounded });
        else this.#wake();
      } else this.#move({ kind: 'pumping', target: bounded, afterwards: before });
    });
  }

  onEnd(listener: () => void): void {
    this.#endListeners.push(listener);
  }

  state(): ClockState {
    const now = this.now();
    const ended = now >= this.#end;
    return { now, running: !ended && this.#movement.kind !== 'held', ended };
  }

  /** Stops for good: no further event runs. */
  stop(): void {
    this.#events.clear();
    this.#settling.clear();
    this.#move({ kind: 'held' });
  }

  #isIdle(): boolean {
    return this.#inFlight === 0 && this.#settling.size === 0;
  }

  #tellIdle(): void {
    if (this.#isIdle()) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  #move(to: Movement): void {
    const now = this.now();
    this.#moment = now;
    this.#movement = to.kind === 'flowing' ? { ...to, from: now, since: performance.now() } : to;
    this.#wake();
  }

  #wake(): void {
    clearTimeout(this.#timer);
    const { kind } = this.#movement;
    if (kind === 'pumping') this.#scheduleStep();
    else if (kind !== 'held') this.#sleep();
  }

  #sleep(): void {
    const movement = this.#movement;
    const rate = movement.kind === 'flowing' ? movement.rate : 1;
    const due = Math.min(this.#events.nextTime(), this.#end);
    const wait = Math.max(0, Math.ceil((due - this.now()) / rate));
    this.#timer = setTimeout(() => this.#flow(), Math.min(wait, LONGEST_SLEEP_MS));
  }

  #flow(): void {
    const now = this.now();
    this.#runDue(now);
    if (now >= this.#end) this.#finish();
    else this.#wake();
  }

  #scheduleStep(): void {
    if (this.#inFlight > 0 || this.#stepPending) return;
    this.#stepPending = true;
    // A full turn of the event loop: what a finished piece of work starts next has been counted by then.
    setImmediate(() => {
      this.#stepPending = false;
      if (this.#inFlight === 0) this.#settle();
    });
  }

  /** The rest of the moment, and where there is none, the next. */
  #settle(): void {
    if (this.#settling.size === 0) {
      this.#step();
      return;
    }
    const actions = [...this.#settling];
    this.#settling.clear();
    for (const action of actions) action();
    this.#tellIdle();
    this.#scheduleStep();
  }

  #step(): void {
    const movement = this.#movement;
    if (movement.kind !== 'pumping') return;
    const due = this.#events.nextTime();
    const stop = Math.min(movement.target, ...this.#arrivals.map((arrival) => arrival.target));
    if (due <= stop) {
      this.#moment = Math.max(this.#moment, due);
      this.#runDue(this.#moment);
      this.#scheduleStep();
      return;
    }
    if (stop === Number.POSITIVE_INFINITY) return;
    this.#moment = Math.max(this.#moment, stop);
    const arrived = this.#arrivals.filter((arrival) => arrival.target <= this.#moment);
    this.#arrivals = this.#arrivals.filter((arrival) => arrival.target > this.#moment);
    if (this.#moment >= this.#end) this.#finish();
    else if (this.#moment >= movement.target) this.#move(movement.afterwards);
    else this.#scheduleStep();
    for (const { resolve } of arrived) resolve();
  }

  #runDue(now: number): void {
    for (const action of this.#events.takeUntil(now)) action();
  }

  #finish(): void {
    this.#moment = this.#end;
    this.#movement = { kind: 'held' };
    for (const { resolve } of this.#arrivals.splice(0)) resolve();
    for (const listener of this.#endListeners.splice(0)) listener();
  }
}
