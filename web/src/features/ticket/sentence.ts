import { notional, type Price, subtract } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { referencePrice } from '../../../../shared/domain/trades/rules.ts';
import {
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatSignedMoney,
} from '../../format/number.ts';
import { baseOf, quoteOf } from '../../format/words.ts';

interface Market {
  readonly last: string | undefined;
  /** Decimals of a price. */
  readonly places: number;
}

const entryWords = (plan: TradePlan, { last, places }: Market): string => {
  const { entry, direction } = plan;
  const what = `${formatQuantity(plan.quantity)} ${baseOf(plan.symbol)}`;
  const verb = direction === 'long' ? `uys ${what}` : `ells ${what} short`;
  const [capital, small] = direction === 'long' ? ['B', 'b'] : ['S', 's'];
  const moves = direction === 'long' ? 'rises' : 'falls';
  const at = (price: string): string => formatPrice(price, places);
  if (entry.type === 'market')
    return `${capital}${verb} now${last === undefined ? '' : ` at about ${at(last)}`}`;
  if (entry.type === 'limit') return `${capital}${verb} at ${at(entry.limit)} or better`;
  if (entry.type === 'stop')
    return `Once the price ${moves} to ${at(entry.stop)}, ${small}${verb} at the market`;
  return `Once the price ${moves} to ${at(entry.stop)}, ${small}${verb} at ${at(entry.limit)} or better`;
};

/** What the trade gains between two prices, before fees. */
const gain = (plan: TradePlan, entry: Price, exit: Price): string => {
  const [from, to] = plan.direction === 'long' ? [entry, exit] : [exit, entry];
  return subtract(notional(to, plan.quantity), notional(from, plan.quantity));
};

const percentOf = (part: string, whole: string): string => {
  const share = (Number(part) / Number(whole)) * 100;
  return Number.isFinite(share) ? ` (${formatPercent(share.toFixed(4))})` : '';
};

/** What will happen with this trade, in one sentence; amounts before fees. */
export const sentenceOf = (plan: TradePlan, market: Market): string => {
  const { takeProfit, stopLoss } = plan.exits;
  const entry = referencePrice(plan.entry, market.last === undefined ? undefined : Number(market.last));
  const currency = quoteOf(plan.symbol);
  const out = plan.direction === 'long' ? 'sells' : 'buys back';
  const parts = [entryWords(plan, market)];
  const amounts = (exit: Price): string => {
    if (!entry) return '';
    const gained = gain(plan, entry, exit);
    return `${formatSignedMoney(gained)} ${currency}${percentOf(gained, notional(entry, plan.quantity))}`;
  };
  if (takeProfit)
    parts.push(
      `${out} at ${formatPrice(takeProfit, market.places)}${entry ? ` for ${amounts(takeProfit)}` : ''}`,
    );
  if (stopLoss) {
    const risk = entry ? gain(plan, stopLoss, entry) : undefined;
    parts.push(
      `stops at ${formatPrice(stopLoss, market.places)}${risk === undefined ? '' : `, risking ${formatMoney(risk)} ${currency}`}`,
    );
  }
  if (!takeProfit && !stopLoss) parts.push('stays open until you close it');
  else if (!stopLoss) parts.push('has no stop, so the whole amount is at risk');
  return `${parts.join('; ')}.`;
};

/** The words on the button that sends it. */
export const actionOf = (plan: TradePlan, market: Market): string => {
  const what = `${formatQuantity(plan.quantity)} ${baseOf(plan.symbol)}`;
  const verb = plan.direction === 'long' ? 'Buy' : 'Sell short';
  const at = (price: string): string => formatPrice(price, market.places);
  const { entry } = plan;
  if (entry.type === 'market')
    return `${verb} ${what} now${market.last ? ` at about ${at(market.last)}` : ''}`;
  if (entry.type === 'limit') return `${verb} ${what} at ${at(entry.limit)} or better`;
  return `${verb} ${what} from ${at(entry.stop)}`;
};
