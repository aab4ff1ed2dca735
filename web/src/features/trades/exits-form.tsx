import { type FormEvent, type ReactNode, useState } from 'react';
import { price } from '../../../../shared/domain/money/decimal.ts';
import { checkExits } from '../../../../shared/domain/trades/rules.ts';
import type { ExitChange, TradeView } from '../../api.ts';
import { formatPrice } from '../../format/number.ts';
import { ruleWords } from '../../format/rule-words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

const NUMBER = /^\d+(\.\d+)?$/;
const clean = (text: string): string => text.replace(/[\s,]/g, '');

/** Undefined: unreadable. Null: removed. */
const readExit = (text: string): string | null | undefined => {
  const typed = clean(text);
  if (typed === '') return null;
  return NUMBER.test(typed) ? price(typed) : undefined;
};

const wordsFor = (
  name: string,
  before: string | null,
  after: string | null,
  places: number,
): string | undefined => {
  if (before === after) return undefined;
  return after === null ? `remove the ${name}` : `set the ${name} to ${formatPrice(after, places)}`;
};

interface Props {
  readonly trade: TradeView;
  readonly places: number;
  readonly busy: boolean;
  readonly onSend: (change: ExitChange) => void;
}

/** New prices for the exits; an empty field removes one. Only what differs is sent, so only that is armed anew. */
export const ExitsForm = ({ trade, places, busy, onSend }: Props): ReactNode => {
  const [texts, setTexts] = useState({ takeProfit: trade.takeProfit ?? '', stopLoss: trade.stopLoss ?? '' });
  const takeProfit = readExit(texts.takeProfit);
  const stopLoss = readExit(texts.stopLoss);
  const { entry } = trade;
  const reference =
    trade.status === 'open' ? trade.currentPrice : (entry.limit ?? entry.stop ?? trade.currentPrice);
  const broken = checkExits(
    trade.direction,
    {
      ...(takeProfit ? { takeProfit: price(takeProfit) } : {}),
      ...(stopLoss ? { stopLoss: price(stopLoss) } : {}),
    },
    reference === null ? undefined : price(reference),
  );
  const errorOf = (field: string, read: string | null | undefined): string | undefined => {
    if (read === undefined) return 'Write a price, or nothing for none.';
    const rule = broken.find((one) => one.field === field);
    return rule && ruleWords(rule);
  };
  const takeProfitError = errorOf('takeProfit', takeProfit);
  const stopLossError = errorOf('stopLoss', stopLoss);

  const change: ExitChange = {
    ...(takeProfit === undefined || takeProfit === trade.takeProfit ? {} : { takeProfit }),
    ...(stopLoss === undefined || stopLoss === trade.stopLoss ? {} : { stopLoss }),
  };
  const words = [
    takeProfit === undefined ? undefined : wordsFor('take profit', trade.takeProfit, takeProfit, places),
    stopLoss === undefined ? undefined : wordsFor('stop loss', trade.stopLoss, stopLoss, places),
  ].filter((part) => part !== undefined);
  const sentence = words.join(', ');
  const valid = !takeProfitError && !stopLossError && words.length > 0;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (valid) onSend(change);
  };
  return (
    <form className="grid gap-3" onSubmit={send} noValidate>
      <Field
        label="Take profit"
        value={texts.takeProfit}
        onChange={(text) => setTexts({ ...texts, takeProfit: text })}
        placeholder="none"
        error={takeProfitError}
      />
      <Field
        label="Stop loss"
        value={texts.stopLoss}
        onChange={(text) => setTexts({ ...texts, stopLoss: text })}
        placeholder="none"
        error={stopLossError}
      />
      <Button type="submit" kind="primary" size="large" disabled={busy || !valid}>
        {sentence ? `${sentence[0]?.toUpperCase()}${sentence.slice(1)}` : 'Nothing changed yet'}
      </Button>
    </form>
  );
};
