import type { MarketSymbol } from '../domain/market/symbol.ts';

/** Asks for one evaluation of a batch, or of some symbols of it. */
export interface TickMessage {
  readonly batch: number;
  /** The moment the tick is for, ms. */
  readonly slot: number;
  /** All of the batch where absent. */
  readonly symbols?: readonly MarketSymbol[];
  /** `follow`: somebody waits for the first quotes of these symbols. */
  readonly reason: 'schedule' | 'command' | 'catch_up' | 'follow';
}

export interface TickQueue {
  /** @param delaySeconds whole seconds, 0 to 900 */
  send(messages: readonly { readonly message: TickMessage; readonly delaySeconds: number }[]): Promise<void>;
}
