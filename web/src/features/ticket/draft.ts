import { parseSymbol } from '../../../../shared/domain/market/symbol.ts';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import type { TradePlan } from '../../../../shared/domain/trades/plan.ts';
import { checkPlan, referencePrice } from '../../../../shared/domain/trades/rules.ts';
import type { EntryPlan } from '../../../../shared/domain/trades/trade.ts';
import { ruleWords } from '../../format/rule-words.ts';
import { type PriceEntry, readPrice, readQuantity } from './price-entry.ts';

/** The ticket as it stands: texts as typed. */
export interface Draft {
  readonly direction: 'long' | 'short';
  readonly type: EntryPlan['type'];
  readonly quantity: string;
  readonly limit: string;
  readonly stop: string;
  readonly takeProfit: string;
  readonly stopLoss: string;
}

/** Fields as the API and the rules of the domain name them. */
export type DraftField = 'quantity' | 'entry.limit' | 'entry.stop' | 'takeProfit' | 'stopLoss';

export interface ReadDraft {
  /** Undefined until every field that the trade needs can be read. */
  readonly plan: TradePlan | undefined;
  /** What each field has wrong; a field that is needed and empty is `missing`. */
  readonly errors: Partial<Record<DraftField, string>>;
  readonly missing: readonly DraftField[];
  /** What a percentage or a distance comes to. */
  readonly resolved: Partial<Record<DraftField, string>>;
}

export const EMPTY: Draft = {
  direction: 'long',
  type: 'market',
  quantity: '',
  limit: '',
  stop: '',
  takeProfit: '',
  stopLoss: '',
};

const FIELDS: readonly DraftField[] = ['quantity', 'entry.limit', 'entry.stop', 'takeProfit', 'stopLoss'];
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

/** Reads a ticket and holds it against the rules for valid trades. `last` is the last price, at `places` decimals. */
export const readDraft = (
  draft: Draft,
  symbolText: string,
  last: string | undefined,
  places: number,
): ReadDraft => {
  const entries: Partial<Record<DraftField, PriceEntry>> = {};
  if (needs(draft.type, 'entry.stop')) entries['entry.stop'] = readPrice(draft.stop, last, places);
  if (needs(draft.type, 'entry.limit')) entries['entry.limit'] = readPrice(draft.limit, last, places);
  const limit = entries['entry.limit'] && priceIn(entries['entry.limit']);
  const stop = entries['entry.stop'] && priceIn(entries['entry.stop']);
  const entry = entryPlan(draft.type, limit, stop);
  const lastNumber = last === undefined ? undefined : Number(last);
  const reference = entry && referencePrice(entry, lastNumber);
  entries.takeProfit = readPrice(draft.takeProfit, reference, places);
  entries.stopLoss = readPrice(draft.stopLoss, reference, places);

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

  const symbol = parseSymbol(symbolText);
  if (!symbol || !entry) return { plan: undefined, errors, missing, resolved };
  const takeProfit = priceIn(entries.takeProfit);
  const stopLoss = priceIn(entries.stopLoss);
  const plan: TradePlan = {
    symbol,
    direction: draft.direction,
    // Without a quantity, or beside an exit that cannot be read, the other rules are still checked; nothing is sent.
    quantity: quantity(amount ?? '1'),
    entry,
    exits: {
      ...(takeProfit === undefined ? {} : { takeProfit: price(takeProfit) }),
      ...(stopLoss === undefined ? {} : { stopLoss: price(stopLoss) }),
    },
  };
  const all = { ...byField(checkPlan(plan, undefined, lastNumber)), ...errors };
  const valid = missing.length === 0 && Object.keys(all).length === 0;
  return { plan: valid ? plan : undefined, errors: all, missing, resolved };
};
