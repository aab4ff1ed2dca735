import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { ApiError, type TradeView } from '../../api.ts';
import { explain, isRefused } from '../../errors.ts';
import { baseOf } from '../../format/words.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { byField, type Draft, EMPTY, readDraft } from './draft.ts';
import { actionOf, sentenceOf } from './sentence.ts';
import { TicketFields } from './ticket-fields.tsx';
import type { TicketMarket } from './ticket-market.ts';
import { useCreateTrade } from './use-create-trade.ts';

interface Props {
  readonly market: TicketMarket;
  /** Server's clock, ms. */
  readonly now: number;
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
const HELP = 'Prices may be typed as a price, a percentage (-2%) or a distance (+500).';

/** The trade form: says as one types what will happen, and which rule is broken. */
export const Ticket = ({ market, now, onCreated }: Props): ReactNode => {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [asked, setAsked] = useState(false);
  const sentenceId = useId();
  const create = useCreateTrade(market.accountId, (trade) => {
    setDraft(({ direction, type, goodTill, until }) => ({ ...EMPTY, direction, type, goodTill, until }));
    setAsked(false);
    onCreated(trade);
  });
  const read = readDraft(draft, market, now);
  // Sent without a clear answer: sent again as it was, though a percentage may come to another price by now.
  const unsure = create.isError && !isRefused(create.error) ? create.variables : undefined;
  const plan = unsure ?? read.plan;
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
  const action = read.plan
    ? actionOf(read.plan, market)
    : `${draft.direction === 'long' ? 'Buy' : 'Sell short'} ${baseOf(market.symbol)}`;

  return (
    <form className="grid gap-3" onSubmit={send} noValidate aria-label={`Trade ${market.symbol}`}>
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
      <TicketFields
        draft={draft}
        read={read}
        market={market}
        asked={asked}
        refused={refused}
        onChange={change}
      />
      <div className="sticky bottom-0 grid gap-3 bg-surface pb-3">
        {/* Not live: at the market it changes with every price. The button is described by it. */}
        <p id={sentenceId} className="rounded-md bg-raised px-2.5 py-2 text-table text-muted tabular-nums">
          {plan ? sentenceOf(plan, market) : HELP}
        </p>
        {create.error && (
          <p role="alert" className="rounded-md bg-down/12 px-2.5 py-2 text-table text-down">
            {explain(create.error, UNKNOWN)}
          </p>
        )}
        <Button
          type="submit"
          kind="primary"
          size="large"
          className="tabular-nums"
          aria-describedby={sentenceId}
          disabled={create.isPending}
        >
          {create.isPending ? 'Sending…' : unsure ? 'Send it again as it was' : action}
        </Button>
      </div>
    </form>
  );
};
