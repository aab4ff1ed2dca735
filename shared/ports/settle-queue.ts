import type { MarketSymbol, VenueId } from '../domain/market/symbol.ts';
import type { TradeKey } from './trade-store.ts';

/** Asks for the settlement of some trades of one market, of which a tick has found too many to settle them by itself. */
export interface SettleMessage {
  readonly batch: number;
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** All that are hit of a user are in one message, as long as they fit. */
  readonly trades: readonly TradeKey[];
  /** ms, the machine's clock: from then on what is left is handed over anew, and this message does nothing. */
  readonly until: number;
  /** How often the trades of this market have been handed over, this time included. */
  readonly attempt: number;
}

export interface SettleQueue {
  /** Answers once all are durably queued. @param delaySeconds whole seconds, 0 to 900 */
  send(
    messages: readonly { readonly message: SettleMessage; readonly delaySeconds: number }[],
  ): Promise<void>;
}
