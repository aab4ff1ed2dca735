import { negate, rate } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import type { Terms } from '../../../../shared/domain/trades/trade.ts';
import {
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatSignedMoney,
} from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { baseOf, quoteOf } from '../../format/words.ts';
import { expectedEntry, expectedStopLoss, expectedTakeProfit, netOf } from './costs.ts';
import type { TicketMarket } from './ticket-market.ts';

type Market = Pick<TicketMarket, 'last' | 'lastStale' | 'places' | 'tick' | 'terms'>;

/** ` at about 62,000.00`; nothing before the first price. */
const aboutLast = ({ last, lastStale, places }: Pick<Market, 'last' | 'lastStale' | 'places'>): string =>
  last === undefined ? '' : ` at about ${formatPrice(last, places)}${lastStale ? ' (a stale price)' : ''}`;

const entryWords = (plan: TradePlan, market: Market): string => {
  const { entry, direction } = plan;
  const what = `${formatQuantity(plan.quantity)} ${baseOf(plan.symbol)}`;
  const verb = direction === 'long' ? `uys ${what}` : `ells ${what} short`;
  const [capital, small] = direction === 'long' ? ['B', 'b'] : ['S', 's'];
  const moves = direction === 'long' ? 'rises' : 'falls';
  const at = (price: string): string => formatPrice(price, market.places);
  if (entry.type === 'market') return `${capital}${verb} now${aboutLast(market)}`;
  if (entry.type === 'limit') return `${capital}${verb} at ${at(entry.limit)} or better`;
  if (entry.type === 'stop')
    return `Once the price ${moves} to ${at(entry.stop)}, ${small}${verb} at the market`;
  return `Once the price ${moves} to ${at(entry.stop)}, ${small}${verb} at ${at(entry.limit)} or better`;
};

const percentOf = (part: string, whole: string): string => {
  const share = (Number(part) / Number(whole)) * 100;
  return Number.isFinite(share) ? ` (${formatPercent(share.toFixed(4))})` : '';
};

const withoutExits = (plan: TradePlan): string => {
  if (plan.exits.takeProfit === undefined) return 'stays open until you close it';
  return plan.direction === 'long'
    ? 'has no stop, so the whole amount is at risk'
    : 'has no stop, so the loss has no limit';
};

const freeTerms = (market: Market): Terms => ({
  makerRate: rate(0),
  takerRate: rate(0),
  slippageBps: 0,
  tickSize: market.tick,
});

/** What will happen with this trade, in one sentence: amounts after fees, where these are known. */
export const sentenceOf = (plan: TradePlan, market: Market): string => {
  const { takeProfit, stopLoss } = plan.exits;
  const terms = market.terms ?? freeTerms(market);
  const entry = expectedEntry(plan, market.last, terms);
  const currency = quoteOf(plan.symbol);
  const parts = [
    `${entryWords(plan, market)}${market.terms && entry ? `, fee ${formatMoney(entry.fee)}` : ''}`,
  ];
  if (takeProfit) {
    const out = `${plan.direction === 'long' ? 'sells' : 'buys back'} at ${formatPrice(takeProfit, market.places)}`;
    const net = entry && netOf(plan, entry, expectedTakeProfit(plan, takeProfit, terms));
    const amounts = net
      ? ` for ${formatSignedMoney(net)} ${currency}${percentOf(net, entry.notional)}${market.terms ? ' after fees' : ''}`
      : '';
    parts.push(`${out}${amounts}`);
  }
  if (stopLoss) {
    const net = entry && netOf(plan, entry, expectedStopLoss(plan, stopLoss, terms));
    const risk = net
      ? `, risking ${formatMoney(negate(net))} ${currency}${market.terms ? ' with fees' : ''}`
      : '';
    parts.push(`stops at ${formatPrice(stopLoss, market.places)}${risk}`);
  } else parts.push(withoutExits(plan));
  if (plan.goodTill !== undefined)
    parts.push(`expires if it is not filled by ${formatMinute(new Date(plan.goodTill).toISOString())}`);
  return `${parts.join('; ')}.${market.terms ? '' : ' Before fees.'}`;
};

/** The words on the button that sends it. */
export const actionOf = (plan: TradePlan, market: Pick<Market, 'last' | 'lastStale' | 'places'>): string => {
  const what = `${formatQuantity(plan.quantity)} ${baseOf(plan.symbol)}`;
  const verb = plan.direction === 'long' ? 'Buy' : 'Sell short';
  const at = (price: string): string => formatPrice(price, market.places);
  const { entry } = plan;
  if (entry.type === 'market') return `${verb} ${what} now${aboutLast(market)}`;
  if (entry.type === 'limit') return `${verb} ${what} at ${at(entry.limit)} or better`;
  return `${verb} ${what} from ${at(entry.stop)}`;
};
