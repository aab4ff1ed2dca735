import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiError, type PriceView, type TradeView } from '../../api.ts';
import { explain, isRefused } from '../../errors.ts';
import { formatPrice } from '../../format/number.ts';
import { baseOf, quoteOf } from '../../format/words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { byField, type Draft, type DraftField, EMPTY, readDraft } from './draft.ts';
import { actionOf, sentenceOf } from './sentence.ts';
import { useCreateTrade } from './use-create-trade.ts';

interface Props {
  readonly symbol: string;
  readonly price: PriceView | undefined;
  /** Decimals of a price. */
  readonly places: number;
  readonly onCreated: (trade: TradeView) => void;
}

const SIDES = [
  { value: 'long', label: 'Buy / Long', tone: 'up' },
  { value: 'short', label: 'Sell / Short', tone: 'down' },
] as const;
const TYPES = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
  { value: 'stop', label: 'Stop' },
  { value: 'stop_limit', label: 'Stop-limit' },
] as const;

const UNKNOWN =
  'It is not known whether the trade was made. Send it again: the same trade is made once at most.';

/** The trade form: says as one types what will happen, and which rule is broken. */
export const Ticket = ({ symbol, price, places, onCreated }: Props): ReactNode => {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [asked, setAsked] = useState(false);
  const create = useCreateTrade((trade) => {
    setDraft((before) => ({ ...EMPTY, direction: before.direction, type: before.type }));
    setAsked(false);
    onCreated(trade);
  });
  const read = readDraft(draft, symbol, price?.price, places);
  // Sent without a clear answer: sent again as it was, though a percentage may come to another price by now.
  const unsure = create.isError && !isRefused(create.error) ? create.variables : undefined;
  const plan = unsure ?? read.plan;
  const market = { last: price?.price, places };
  const refused = create.error instanceof ApiError ? byField(create.error.errors) : {};

  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    if (!create.isPending) create.reset();
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (plan && !create.isPending) create.mutate(plan);
  };
  const field = (
    name: DraftField,
    key: keyof Draft,
    label: string,
    suffix: string,
    placeholder: string,
  ): ReactNode => {
    const resolved = read.resolved[name];
    const needed = asked && read.missing.includes(name) ? `${label} is needed.` : undefined;
    return (
      <Field
        label={label}
        name={name}
        value={draft[key]}
        onChange={(value) => change({ [key]: value })}
        suffix={suffix}
        placeholder={placeholder}
        error={read.errors[name] ?? refused[name] ?? needed}
        hint={resolved === undefined ? undefined : `= ${formatPrice(resolved, places)}`}
      />
    );
  };
  const quote = quoteOf(symbol);
  const last = price ? formatPrice(price.price, places) : '';
  const action = read.plan
    ? actionOf(read.plan, market)
    : `${draft.direction === 'long' ? 'Buy' : 'Sell short'} ${baseOf(symbol)}`;

  return (
    <form className="grid gap-3" onSubmit={send} noValidate aria-label={`Trade ${symbol}`}>
      <Segmented
        label="Side"
        large
        options={SIDES}
        value={draft.direction}
        onChange={(direction) => change({ direction })}
      />
      <Segmented
        label="Order type"
        options={TYPES}
        value={draft.type}
        onChange={(type) => change({ type })}
      />
      {field('quantity', 'quantity', 'Quantity', baseOf(symbol), '0.00')}
      {draft.type !== 'market' && (
        <div className={`grid items-start gap-2 ${draft.type === 'stop_limit' ? 'grid-cols-2' : ''}`}>
          {draft.type !== 'limit' && field('entry.stop', 'stop', 'Stop price', quote, last)}
          {draft.type !== 'stop' && field('entry.limit', 'limit', 'Limit price', quote, last)}
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-2">
        {field(
          'takeProfit',
          'takeProfit',
          'Take profit',
          '',
          draft.direction === 'long' ? 'none, or +2%' : 'none, or -2%',
        )}
        {field(
          'stopLoss',
          'stopLoss',
          'Stop loss',
          '',
          draft.direction === 'long' ? 'none, or -1%' : 'none, or +1%',
        )}
      </div>
      <p className="rounded-md bg-raised px-2.5 py-2 text-table text-muted tabular-nums" aria-live="polite">
        {plan
          ? `${sentenceOf(plan, market)} Before fees.`
          : 'Prices may be typed as a price, a percentage (-2%) or a distance (+500).'}
      </p>
      {create.error && (
        <p role="alert" className="rounded-md bg-down/12 px-2.5 py-2 text-table text-down">
          {explain(create.error, UNKNOWN)}
        </p>
      )}
      <div className="sticky bottom-0 grid bg-surface pb-3">
        <Button
          type="submit"
          kind="primary"
          size="large"
          className="tabular-nums"
          disabled={create.isPending}
        >
          {create.isPending ? 'Sending…' : unsure ? 'Send it again as it was' : action}
        </Button>
      </div>
    </form>
  );
};
