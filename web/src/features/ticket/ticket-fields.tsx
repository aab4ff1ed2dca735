import type { ReactNode } from 'react';
import { compare } from '../../../../shared/domain/money/decimal.ts';
import { formatMoney, formatPrice } from '../../format/number.ts';
import { baseOf, quoteOf } from '../../format/words.ts';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { affordable, neededFor } from './affordable.ts';
import type { Draft, DraftField, ReadDraft } from './draft.ts';
import { GOOD_TILL_CHOICES } from './good-till.ts';
import { type NumberKey, steppedText } from './step-field.ts';
import type { TicketMarket } from './ticket-market.ts';

interface Props {
  readonly draft: Draft;
  readonly read: ReadDraft;
  readonly market: TicketMarket;
  /** Sending was tried: what is needed and missing is said. */
  readonly asked: boolean;
  /** What the API refused, by field. */
  readonly refused: ReadDraft['errors'];
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The fields that the type of the order needs, each with its own error, or with what a percentage comes to. */
export const TicketFields = ({ draft, read, market, asked, refused, onChange }: Props): ReactNode => {
  const quote = quoteOf(market.symbol);
  const last = market.last === undefined ? '' : formatPrice(market.last, market.places);
  const [better, worse] = draft.direction === 'long' ? ['+2%', '-1%'] : ['-2%', '+1%'];
  const most = read.order && affordable(read.order, market);
  const needed = read.plan && neededFor(read.plan, read.plan.quantity, market);
  const short =
    needed !== undefined && market.free !== undefined && compare(needed, market.free) > 0
      ? `Can cost ${formatMoney(needed)}; ${formatMoney(market.free)} is free.`
      : undefined;
  const funds = market.free !== undefined && (
    <span className="flex items-baseline gap-2 text-muted tabular-nums">
      Free {formatMoney(market.free)}
      <button
        type="button"
        disabled={most === undefined}
        title="The most that free cash can pay, with the fee and, at the market or a stop, 2 % for a price that moves"
        onClick={() => most !== undefined && onChange({ quantity: most })}
        className="rounded px-1 font-semibold text-gold hover:bg-raised disabled:cursor-not-allowed disabled:opacity-50 max-lg:px-2 max-lg:py-1"
      >
        Max
      </button>
    </span>
  );
  const errorOf = (name: DraftField, label: string): string | undefined =>
    read.errors[name] ??
    refused[name] ??
    (name === 'quantity' ? short : undefined) ??
    (asked && read.missing.includes(name) ? `${label} is needed.` : undefined);

  const number = (
    name: DraftField,
    key: NumberKey,
    label: string,
    suffix: string,
    placeholder: string,
    aside?: ReactNode,
  ): ReactNode => {
    const resolved = read.resolved[name];
    const reference = name.startsWith('entry.') ? market.last : read.reference;
    return (
      <Field
        label={label}
        name={name}
        value={draft[key]}
        onChange={(value) => onChange({ [key]: value })}
        onStep={(direction) => onChange({ [key]: steppedText(key, draft, market, reference, direction) })}
        suffix={suffix}
        placeholder={placeholder}
        aside={aside}
        error={errorOf(name, label)}
        hint={resolved === undefined ? undefined : `= ${formatPrice(resolved, market.places)}`}
      />
    );
  };
  return (
    <>
      {number('quantity', 'quantity', 'Quantity', baseOf(market.symbol), '0.00', funds)}
      {draft.type !== 'market' && (
        <div className={`grid items-start gap-2 ${draft.type === 'stop_limit' ? 'grid-cols-2' : ''}`}>
          {draft.type !== 'limit' && number('entry.stop', 'stop', 'Stop price', quote, last)}
          {draft.type !== 'stop' && number('entry.limit', 'limit', 'Limit price', quote, last)}
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-2">
        {number('takeProfit', 'takeProfit', 'Take profit', '', `none, or ${better}`)}
        {number('stopLoss', 'stopLoss', 'Stop loss', '', `none, or ${worse}`)}
      </div>
      {draft.type !== 'market' && (
        <div className="grid gap-1.5">
          <Segmented
            label="Good till"
            labelled
            options={GOOD_TILL_CHOICES}
            value={draft.goodTill}
            onChange={(goodTill) => onChange({ goodTill })}
          />
          {draft.goodTill === 'until' && (
            <Field
              label="Expires at"
              name="goodTill"
              type="datetime-local"
              value={draft.until}
              onChange={(until) => onChange({ until })}
              error={errorOf('goodTill', 'A date and a time')}
            />
          )}
        </div>
      )}
    </>
  );
};
