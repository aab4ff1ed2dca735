import { type FormEvent, type ReactNode, useState } from 'react';
import type { ExitChange, TradeView } from '../../api.ts';
import { waitingTargets } from '../../exits.ts';
import { formatQuantity } from '../../format/number.ts';
import { baseOf, quoteOf } from '../../format/words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { draftOf, type ExitsDraft, readExits } from './exits-draft.ts';

interface Props {
  readonly trade: TradeView;
  readonly places: number;
  readonly busy: boolean;
  /** `version`: of the trade that the form was made for. */
  readonly onSend: (change: ExitChange, version: number) => void;
}

/** New prices for the exits; an empty field removes one. Only what differs is sent, so only that is armed anew. */
export const ExitsForm = ({ trade, places, busy, onSend }: Props): ReactNode => {
  // Of the trade as it was opened here: what fills meanwhile moves no field under somebody's hand.
  const [opened] = useState(trade);
  const [draft, setDraft] = useState<ExitsDraft>(() => draftOf(trade));
  const { change, words, errors } = readExits({ ...opened, currentPrice: trade.currentPrice }, draft, places);
  const targets = waitingTargets(opened);
  const isWrong = [errors.takeProfit, errors.stopLoss, errors.trailing, ...errors.targets].some(Boolean);
  const isValid = !isWrong && words.length > 0;
  const sentence = words.join(', ');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (isValid) onSend(change, opened.version);
  };
  const set = (part: Partial<ExitsDraft>): void => setDraft({ ...draft, ...part });
  return (
    <form className="grid gap-3" onSubmit={send} noValidate>
      {targets.map(({ price, quantity }, index) => (
        <Field
          key={price}
          label={`Target${targets.length > 1 ? ` ${index + 1}` : ''}, ${formatQuantity(quantity)} ${baseOf(trade.symbol)}`}
          value={draft.targets[index] ?? ''}
          onChange={(text) => set({ targets: draft.targets.map((was, at) => (at === index ? text : was)) })}
          placeholder="none"
          error={errors.targets[index]}
        />
      ))}
      <Field
        label="Take profit"
        value={draft.takeProfit}
        onChange={(takeProfit) => set({ takeProfit })}
        placeholder="none"
        error={errors.takeProfit}
      />
      <Field
        label="Stop loss"
        value={draft.stopLoss}
        onChange={(stopLoss) => set({ stopLoss })}
        placeholder="none"
        error={errors.stopLoss}
      />
      {opened.trailing && (
        <Field
          label="Trailing stop, distance"
          value={draft.trailing}
          onChange={(trailing) => set({ trailing })}
          suffix={opened.trailing.percent === null ? quoteOf(trade.symbol) : '%'}
          placeholder="none"
          hint="Changed, it follows from the price of then on."
          error={errors.trailing}
        />
      )}
      <Button type="submit" kind="primary" size="large" disabled={busy || !isValid}>
        {sentence ? `${sentence[0]?.toUpperCase()}${sentence.slice(1)}` : 'Nothing changed yet'}
      </Button>
    </form>
  );
};
