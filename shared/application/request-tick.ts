import type { MarketSymbol } from '../domain/market/symbol.ts';
import { findBatch } from './homes.ts';
import type { RequestPorts } from './ports.ts';

/** A one-second bar that holds the moment of the request is closed by then. */
const BAR_CLOSED_AFTER_SECONDS = 2;

/**
 * Asks for an evaluation of one symbol as soon as its bar is closed. A convenience: where the queue does not answer, the
 * next scheduled tick does the same, so a failure here fails nothing.
 */
export const requestTick = async (
  ports: Pick<RequestPorts, 'queue' | 'settings' | 'roster'>,
  symbol: MarketSymbol,
  now: number,
): Promise<void> => {
  try {
    const batch = await findBatch(ports, symbol);
    if (batch === undefined) return;
    await ports.queue.send([
      {
        message: { batch, slot: now, symbols: [symbol], reason: 'command' },
        delaySeconds: BAR_CLOSED_AFTER_SECONDS,
      },
    ]);
  } catch {
    // Stated above: the trade is written, and the schedule comes by within seconds.
  }
};
