import type { TradeView } from './api.ts';
import { formatPrice, formatQuantity } from './format/number.ts';
import { baseOf, reasonName } from './format/words.ts';
import type { Tone } from './ui/badge.tsx';

/** `0.1 BTC` */
export const amountOf = (trade: TradeView): string =>
  `${formatQuantity(trade.quantity)} ${baseOf(trade.symbol)}`;

/** What closing does, in the words of the button: `Sell all 0.1 BTC now at about 62,014.20`. */
export const closeWords = (trade: TradeView, places: number): string => {
  const verb = trade.direction === 'long' ? 'Sell all' : 'Buy back all';
  const about = trade.currentPrice === null ? '' : ` at about ${formatPrice(trade.currentPrice, places)}`;
  const age = trade.currentPriceStale ? ' (a stale price)' : '';
  return `${verb} ${amountOf(trade)} now${about}${age}`;
};

/** What cancelling does: `Cancel the order to buy 0.1 BTC`. */
export const cancelWords = (trade: TradeView): string =>
  `Cancel the order to ${trade.direction === 'long' ? 'buy' : 'sell short'} ${amountOf(trade)}`;

/** `Limit 60,000.00`, `Stop 63,000.00`, `Market`: what a pending trade waits for. */
export const waitsFor = (trade: TradeView, places: number): string => {
  const at = (price: string | undefined): string => (price === undefined ? '' : formatPrice(price, places));
  const { type, limit, stop } = trade.entry;
  if (type === 'market') return 'Market';
  if (type === 'limit') return `Limit ${at(limit)}`;
  if (type === 'stop') return `Stop ${at(stop)}`;
  return `Stop ${at(stop)}, limit ${at(limit)}`;
};

/** The shortest of it, for a narrow column: what fires first. */
export const triggerWords = (trade: TradeView, places: number): string =>
  trade.entry.type === 'stop_limit' && trade.entry.stop !== undefined
    ? `Stop ${formatPrice(trade.entry.stop, places)}`
    : waitsFor(trade, places);

const STATES: Readonly<Record<TradeView['state'], readonly [label: string, tone: Tone, meaning: string]>> = {
  pending: ['Pending', 'neutral', 'The entry waits for its price.'],
  open: ['Open', 'info', 'The entry is filled; the exits are armed.'],
  closed: ['Closed', 'neutral', 'Entry and exit are filled.'],
  cancelled: ['Cancelled', 'neutral', 'Ended before the entry was filled.'],
  expired: ['Expired', 'neutral', 'Its time ran out before the entry was filled.'],
  rejected: ['Rejected', 'down', 'It was not accepted.'],
  cancelling: [
    'Cancelling',
    'warning',
    'The cancel takes effect once the market up to now has been evaluated.',
  ],
  amending: ['Changing', 'warning', 'The change takes effect once the market up to now has been evaluated.'],
  closing: ['Closing', 'warning', 'The close takes effect once the market up to now has been evaluated.'],
};
export const stateWords = (state: TradeView['state']): { label: string; tone: Tone; meaning: string } => {
  const [label, tone, meaning] = STATES[state];
  return { label, tone, meaning };
};

/** How a trade ended: `Take profit`, `Closed by hand`, `Cancelled by the user`, `Rejected: ...`. */
export const endedBy = ({ closeReason, endReason, status }: TradeView): string => {
  if (closeReason !== null) return reasonName(closeReason);
  const name = reasonName(status);
  if (endReason === null) return name;
  // The reason may begin with the status itself.
  return endReason.startsWith(status) ? `${name}${endReason.slice(status.length)}` : `${name}: ${endReason}`;
};
