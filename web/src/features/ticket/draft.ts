import type { Instrument } from '../../../../shared/domain/market/instrument.ts';
import { parseSymbol } from '../../../../shared/domain/market/symbol.ts';
import { price, quantity, ZERO } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { checkPlan, referencePrice } from '../../../../shared/domain/trades/rules.ts';
import type { EntryPlan, Exits } from '../../../../shared/domain/trades/trade.ts';
import { ruleWords } from '../../format/rule-words.ts';
import { type GoodTillChoice, readGoodTill } from './good-till.ts';
import { type PriceEntry, readPrice, readQuantity } from './price-entry.ts';
import type { TicketMarket } from './ticket-market.ts';

/** The ticket as it stands: texts as typed. */
export interface Draft {
  readonly direction: 'long' | 'short';
  readonly type: EntryPlan['type'];
  readonly quantity: string;
  readonly limit: string;
  readonly stop: string;
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly goodTill: GoodTillChoice;
  /** Where the choice is `until`: local date and time. */
  readonly until: string;
}

/** Fields as the API and the rules of the domain name them. */
export type DraftField = 'quantity' | 'entry.limit' | 'entry.stop' | 'takeProfit' | 'stopLoss' | 'goodTill';

export interface ReadDraft {
  /** Undefined until every field that the trade needs can be read. */
  readonly plan: TradePlan | undefined;
  /** As far as it says what one unit costs; undefined while a price of the entry is missing. */
  readonly order: Pick<TradePlan, 'direction' | 'entry'> | undefined;
  /** What each field has wrong; a field that is needed and empty is `missing`. */
  readonly errors: Partial<Record<DraftField, string>>;
  readonly missing: readonly DraftField[];
  /** What a percentage or a distance comes to. */
  readonly resolved: Partial<Record<DraftField, string>>;
  /** What the exits are counted from. */
  readonly reference: string | undefined;
}

export const EMPTY: Draft = {
  direction: 'long',
  type: 'market',
  quantity: '',
  limit: '',
  stop: '',
  takeProfit: '',
  stopLoss: '',
  goodTill: 'none',
  until: '',
};

const FIELDS: readonly DraftField[] = [
  'quantity',
  'entry.limit',
  'entry.stop',
  'takeProfit',
  'stopLoss',
  'goodTill',
];
const isField = (field: string): field is DraftField => FIELDS.some((known) => known === field);

/** Errors of a list by field; the first of each field stands. */
export const byField = (
  broken: readonly { readonly field: string; readonly message: string }[],
): Partial<Record<DraftField, string>> => {
  const errors: Partial<Record<DraftField, string>> = {};
  for (const one of broken) if (isField(one.field)) errors[one.field] ??= ruleWords(one);
  return errors;
};

const needs = (type: Draft['type'], field: DraftField): boolean =>
  field === 'quantity' ||
  (field === 'entry.limit' && (type === 'limit' || type === 'stop_limit')) ||
  (field === 'entry.stop' && (type === 'stop' || type === 'stop_limit'));

const priceIn = (entry: PriceEntry): string | undefined => (entry.kind === 'price' ? entry.price : undefined);

const entryPlan = (
  type: Draft['type'],
  limit: string | undefined,
  stop: string | undefined,
): EntryPlan | undefined => {
  if (type === 'market') return { type };
  if (type === 'limit') return limit === undefined ? undefined : { type, limit: price(limit) };
  if (stop === undefined) return undefined;
  if (type === 'stop') return { type, stop: price(stop) };
  return limit === undefined ? undefined : { type, stop: price(stop), limit: price(limit) };
};

/** Without a quantity the other rules are still checked; nothing is sent. */
const ANY_AMOUNT = quantity('1');
const ofAnyAmount = (instrument: Instrument): Instrument => ({
  ...instrument,
  lotSize: ANY_AMOUNT,
  minQuantity: ANY_AMOUNT,
  maxQuantity: ANY_AMOUNT,
  minNotional: ZERO,
});

/** The prices of a ticket, each resolved from what it is counted from. */
const readPrices = (draft: Draft, { last, tick }: TicketMarket) => {
  const entries: Partial<Record<DraftField, PriceEntry>> = {};
  if (needs(draft.type, 'entry.stop')) entries['entry.stop'] = readPrice(draft.stop, last, tick);
  if (needs(draft.type, 'entry.limit')) entries['entry.limit'] = readPrice(draft.limit, last, tick);
  const limit = entries['entry.limit'] && priceIn(entries['entry.limit']);
  const stop = entries['entry.stop'] && priceIn(entries['entry.stop']);
  const entry = entryPlan(draft.type, limit, stop);
  const reference = entry && referencePrice(entry, last === undefined ? undefined : Number(last));
  entries.takeProfit = readPrice(draft.takeProfit, reference, tick);
  entries.stopLoss = readPrice(draft.stopLoss, reference, tick);
  const exits: Exits = {
    ...(entries.takeProfit.kind === 'price' ? { takeProfit: price(entries.takeProfit.price) } : {}),
    ...(entries.stopLoss.kind === 'price' ? { stopLoss: price(entries.stopLoss.price) } : {}),
  };
  return { entries, entry, exits, reference };
};

/** Reads a ticket and holds it against the rules for valid trades. `now` in ms, the server's clock. */
export const readDraft = (draft: Draft, market: TicketMarket, now: number): ReadDraft => {
  const { entries, entry, exits, reference } = readPrices(draft, market);
  const errors: Partial<Record<DraftField, string>> = {};
  const resolved: Partial<Record<DraftField, string>> = {};
  const missing: DraftField[] = [];
  for (const [field, read] of Object.entries(entries)) {
    if (!isField(field)) continue;
    if (read.kind === 'unreadable') errors[field] = read.message;
    if (read.kind === 'empty' && needs(draft.type, field)) missing.push(field);
    if (read.kind === 'price' && read.relative) resolved[field] = read.price;
  }
  const amount = readQuantity(draft.quantity);
  if (draft.quantity.trim() === '') missing.push('quantity');
  else if (amount === undefined) errors.quantity = 'Write a positive number.';
  // A market order does not wait.
  const goodTill = readGoodTill(draft.type === 'market' ? 'none' : draft.goodTill, draft.until, now);
  if (goodTill.kind === 'missing') missing.push('goodTill');
  if (goodTill.kind === 'unreadable') errors.goodTill = goodTill.message;

  const symbol = parseSymbol(market.symbol);
  const order = entry && { direction: draft.direction, entry };
  const nothing = { plan: undefined, order, errors, missing, resolved, reference };
  if (!symbol) return nothing;
  const plan: TradePlan = {
    symbol,
    direction: draft.direction,
    quantity: amount === undefined ? ANY_AMOUNT : quantity(amount),
    // An entry that still lacks its price: the rules of the quantity are checked all the same; nothing is sent.
    entry: entry ?? { type: 'market' },
    exits: entry ? exits : {},
    ...(goodTill.kind === 'moment' ? { goodTill: goodTill.at } : {}),
  };
  const { instrument, last } = market;
  const rules = amount === undefined && instrument ? ofAnyAmount(instrument) : instrument;
  const broken = checkPlan(plan, rules, last === undefined || !entry ? undefined : Number(last));
  const all = { ...byField(broken), ...errors };
  const valid = entry !== undefined && missing.length === 0 && Object.keys(all).length === 0;
  return { ...nothing, plan: valid ? plan : undefined, errors: all };
};
