import Big from 'big.js';
import { price, quantity } from '../../../../shared/domain/money/decimal.ts';
import { checkExits } from '../../../../shared/domain/trades/rules.ts';
import type { ExitChange, TradeView } from '../../api.ts';
import {
  isTrailing,
  MOST_PERCENT,
  PERCENT_DECIMALS,
  trailingWith,
  type WaitingTarget,
  waitingTargets,
} from '../../exits.ts';
import { formatPrice } from '../../format/number.ts';
import { ruleWords } from '../../format/rule-words.ts';

/** The exits of a trade as they stand in the form: texts as typed; an empty one removes its exit. */
export interface ExitsDraft {
  readonly takeProfit: string;
  readonly stopLoss: string;
  /** Prices of the targets that wait. */
  readonly targets: readonly string[];
  /** Distance, in the unit that the trade has it in. */
  readonly trailing: string;
}

interface ReadExits {
  /** Only what differs, so only that is armed anew. */
  readonly change: ExitChange;
  /** What the change does, part by part. */
  readonly words: readonly string[];
  readonly errors: {
    readonly takeProfit: string | undefined;
    readonly stopLoss: string | undefined;
    readonly targets: readonly (string | undefined)[];
    readonly trailing: string | undefined;
  };
}

const distanceOf = ({ trailing }: TradeView): string => trailing?.percent ?? trailing?.amount ?? '';

export const draftOf = (trade: TradeView): ExitsDraft => ({
  takeProfit: trade.takeProfit ?? '',
  stopLoss: trade.stopLoss ?? '',
  targets: waitingTargets(trade).map((target) => target.price),
  trailing: distanceOf(trade),
});

const NUMBER = /^\d+(\.\d+)?$/;

/** Undefined: unreadable. Null: removed. */
const readNumber = (text: string): string | null | undefined => {
  const typed = text.replace(/[\s,]/g, '');
  if (typed === '') return null;
  return NUMBER.test(typed) ? price(typed) : undefined;
};

const wordsFor = (name: string, before: string | null, after: string | null | undefined, places: number) => {
  if (after === undefined || before === after) return [];
  return [after === null ? `remove ${name}` : `set ${name} to ${formatPrice(after, places)}`];
};

const targetName = (index: number, of: readonly unknown[]): string =>
  of.length === 1 ? 'the target' : `target ${index + 1}`;

const readTrailing = (trade: TradeView, text: string) => {
  const before = distanceOf(trade) || null;
  const after = readNumber(text);
  const { trailing } = trade;
  if (!trailing || after === before) return { change: {}, words: [], error: undefined };
  if (after === undefined || (after !== null && new Big(after).eq(0)))
    return { change: {}, words: [], error: 'Write a distance above 0, or nothing for none.' };
  if (after === null)
    return { change: { trailing: null }, words: ['remove the trailing stop'], error: undefined };
  const isPercent = trailing.percent !== null;
  const decimals = after.split('.')[1]?.length ?? 0;
  if (isPercent && (new Big(after).gt(MOST_PERCENT) || decimals > PERCENT_DECIMALS))
    return {
      change: {},
      words: [],
      error: `At most ${MOST_PERCENT}, with at most ${PERCENT_DECIMALS} decimals.`,
    };
  return {
    change: { trailing: trailingWith(trailing, after, isTrailing(trade)) },
    words: [`trail ${after}${isPercent ? ' %' : ''} behind the price`],
    error: undefined,
  };
};

const referenceOf = ({ status, entry, currentPrice }: TradeView): string | null =>
  status === 'open' ? currentPrice : (entry.limit ?? entry.stop ?? currentPrice);

const UNREADABLE = 'Write a price, or nothing for none.';

/** Reads the form and holds it against the rules for exits. */
export const readExits = (trade: TradeView, draft: ExitsDraft, places: number): ReadExits => {
  const waiting = waitingTargets(trade);
  const takeProfit = readNumber(draft.takeProfit);
  const stopLoss = readNumber(draft.stopLoss);
  const prices = waiting.map((_, index) => readNumber(draft.targets[index] ?? ''));
  const kept = waiting.flatMap((target, index): (WaitingTarget & { readonly at: number })[] => {
    const typed = prices[index];
    return typed ? [{ ...target, price: typed, at: index }] : [];
  });
  const reference = referenceOf(trade);
  const broken = checkExits(
    trade.direction,
    {
      ...(takeProfit ? { takeProfit: price(takeProfit) } : {}),
      ...(stopLoss ? { stopLoss: price(stopLoss) } : {}),
      ...(kept.length > 0
        ? { targets: kept.map((one) => ({ price: price(one.price), quantity: quantity(one.quantity) })) }
        : {}),
    },
    reference === null ? undefined : price(reference),
  );
  const errorOf = (field: string, read: string | null | undefined): string | undefined => {
    if (read === undefined) return UNREADABLE;
    const rule = broken.find((one) => one.field === field);
    return rule && ruleWords(rule);
  };
  const trailing = readTrailing(trade, draft.trailing);
  const areTargetsMoved = waiting.some((target, index) => target.price !== prices[index]);
  const targets = kept.map(({ price: at, quantity: amount }) => ({ price: at, quantity: amount }));
  return {
    change: {
      ...(takeProfit === undefined || takeProfit === trade.takeProfit ? {} : { takeProfit }),
      ...(stopLoss === undefined || stopLoss === trade.stopLoss ? {} : { stopLoss }),
      ...(areTargetsMoved ? { targets: targets.length > 0 ? targets : null } : {}),
      ...trailing.change,
    },
    words: [
      ...waiting.flatMap((target, index) =>
        wordsFor(targetName(index, waiting), target.price, prices[index], places),
      ),
      ...wordsFor('the take profit', trade.takeProfit, takeProfit, places),
      ...wordsFor('the stop loss', trade.stopLoss, stopLoss, places),
      ...trailing.words,
    ],
    errors: {
      takeProfit: errorOf('takeProfit', takeProfit),
      stopLoss: errorOf('stopLoss', stopLoss),
      targets: prices.map((typed, index) => {
        const place = kept.findIndex(({ at }) => at === index);
        return errorOf(`targets.${place}.price`, typed);
      }),
      trailing: trailing.error,
    },
  };
};
