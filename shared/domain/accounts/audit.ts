import Big from 'big.js';
import { compare, type Money, money } from '../money/decimal.ts';
import { lotOf } from '../trades/lot.ts';
import { realizedGross } from '../trades/pnl.ts';
import type { Trade } from '../trades/trade.ts';
import type { Account } from './account.ts';
import type { Counters } from './balance.ts';
import { heldFor, imbalanceOf } from './funds.ts';
import { amountOf, type LedgerEntry } from './ledger.ts';

/** Where the account, its ledger and its trades do not say the same. */
export interface Difference {
  /** A counter of the account, `balance`, or `fills`. */
  readonly what: keyof Counters | 'balance' | 'fills';
  readonly stated: string;
  readonly recomputed: string;
}

/** What a book adds up to, line by line and trade by trade. */
export class Tally {
  readonly #account: Account;
  #deposits: Big;
  #withdrawals = new Big(0);
  /** What all lines brought, less what they cost. */
  #amounts: Big;
  #fees = new Big(0);
  #realized = new Big(0);
  #reserved = new Big(0);
  /** What open shorts have sold: theirs to buy back with, not the account's. */
  #owed = new Big(0);
  #fillCount = 0;
  readonly #open: Trade[] = [];
  /** Fills that only the ledger, or only a trade, has: by id, as each tells it. */
  readonly #unmatched = new Map<string, string>();

  constructor(account: Account) {
    this.#account = account;
    this.#deposits = new Big(account.openingBalance);
    this.#amounts = new Big(account.openingBalance);
  }

  addEntry(entry: LedgerEntry): void {
    this.#amounts = this.#amounts.plus(amountOf(entry));
    if (entry.kind === 'fill') {
      this.#fees = this.#fees.plus(entry.fee);
      this.#fillCount += 1;
      this.#match(entry);
    } else if (entry.kind === 'deposit') this.#deposits = this.#deposits.plus(entry.amount);
    else this.#withdrawals = this.#withdrawals.plus(entry.amount);
  }

  addTrade(trade: Trade): void {
    this.#realized = this.#realized.plus(realizedGross(trade));
    this.#reserved = this.#reserved.plus(heldFor(trade));
    if (trade.status === 'open' && trade.direction === 'short')
      this.#owed = this.#owed.plus(lotOf(trade).cost);
    if (trade.status === 'open') this.#open.push(trade);
    for (const fill of trade.fills) this.#match(fill);
  }

  #match(fill: Trade['fills'][number]): void {
    const told = [fill.leg, fill.time, fill.price, fill.quantity, fill.notional, fill.fee].join(' ');
    if (this.#unmatched.get(fill.id) === told) this.#unmatched.delete(fill.id);
    else this.#unmatched.set(fill.id, told);
  }

  /** All of them; none where the books balance. */
  differences(): Difference[] {
    const recomputed: Record<keyof Counters, Money | number> = {
      // From the ledger alone, not from the counters beside it.
      cash: money(this.#amounts.minus(this.#owed).minus(this.#reserved)),
      reserved: money(this.#reserved),
      deposits: money(this.#deposits),
      withdrawals: money(this.#withdrawals),
      realizedPnl: money(this.#realized),
      fees: money(this.#fees),
      fillCount: this.#fillCount,
    };
    const account = this.#account;
    const counters = Object.entries(recomputed).flatMap(([what, value]): Difference[] => {
      const stated = account[what as keyof Counters];
      if (compare(stated, value) === 0) return [];
      return [{ what: what as keyof Counters, stated: String(stated), recomputed: String(value) }];
    });
    const imbalance = imbalanceOf(account, this.#open);
    return [
      ...counters,
      ...(compare(imbalance, 0) === 0
        ? []
        : [{ what: 'balance' as const, stated: '0', recomputed: imbalance }]),
      ...[...this.#unmatched].map(([id, told]) => ({
        what: 'fills' as const,
        stated: id,
        recomputed: `not the same in the ledger and in its trade: ${told}`,
      })),
    ];
  }
}
