import { quoteOf } from '../market/symbol.ts';
import type { TradeEvent } from './event.ts';
import type { BetterOutcome, Fill, FillRule } from './fill.ts';
import { openQuantity, realizedGross, realizedNet } from './pnl.ts';
import type { Command, EntryChanges, EntryPlan, ExitChanges, Exits, Trade, Trailing } from './trade.ts';

const PLANS: {
  readonly [Type in EntryPlan['type']]: (plan: EntryPlan & { type: Type }) => string;
} = {
  market: () => 'at the market',
  limit: (plan) => `at ${plan.limit} or better${plan.postOnly ? ', post-only' : ''}`,
  stop: (plan) => `at the market once the price reaches ${plan.stop}`,
  stop_limit: (plan) => `at ${plan.limit} or better once the price reaches ${plan.stop}`,
  oco: (plan) =>
    `at ${plan.limit} or better, or ${plan.stopLimit === undefined ? 'at the market' : `at ${plan.stopLimit} or better`} once the price reaches ${plan.stop}, whichever comes first`,
};
const planText = (plan: EntryPlan): string => (PLANS[plan.type] as (plan: EntryPlan) => string)(plan);

const RULES: { readonly [Rule in FillRule]: string } = {
  market_first_point: 'the first price after the order',
  limit_marketable_at_first_point: 'the limit was already met at the first price after the order',
  limit_at_its_price: 'the price reached the limit',
  stop_gap: 'the price was at or beyond the stop',
  stop_touched: 'the price touched the stop',
};

const betterText = (better: BetterOutcome | undefined): string =>
  better
    ? ` Within this bar the order of events is unknown; the worse reading was taken (${better.takenValue} instead of ${better.value}).`
    : '';

const fillText = (fill: Fill): string =>
  `at ${fill.price}, fee ${fill.fee} (${fill.liquidity}): ${RULES[fill.evidence.rule]}.${fill.late ? ' Late: the venue corrected its record.' : ''}${betterText(fill.evidence.better)}`;

const two = (value: number): string => String(value).padStart(2, '0');

const trailingText = ({ amount, percent, activation }: Trailing): string =>
  `trailing stop ${amount === undefined ? `${percent} %` : amount} behind${activation === undefined ? '' : `, active from ${activation}`}`;

/** Each exit for a person; null: it is removed. */
const EXIT_TEXTS: { readonly [Name in keyof Exits]-?: (value: NonNullable<Exits[Name]> | null) => string } = {
  takeProfit: (at) => `take profit ${at === null ? 'removed' : `at ${at}`}`,
  targets: (targets) =>
    targets === null
      ? 'targets removed'
      : `targets ${targets.map(({ price, quantity }) => `${quantity} at ${price}`).join(', ')}`,
  stopLoss: (at) => `stop loss ${at === null ? 'removed' : `at ${at}`}`,
  stopLimit: (at) => `limit of the stop loss ${at === null ? 'removed' : `at ${at}`}`,
  trailing: (trailing) => (trailing === null ? 'trailing stop removed' : trailingText(trailing)),
  breakEven: (on) => `stop ${on ? 'moves' : 'does not move'} to break-even after the first target`,
  covers: (amount) => (amount === null ? 'exits for all of it' : `exits for ${amount} of it`),
  timeOut: (ms) => (ms === null ? 'no time-out' : `closed after ${ms / 1000} s`),
  dailyClose: (minute) =>
    minute === null
      ? 'no daily close'
      : `closed daily at ${two(Math.floor(minute / 60))}:${two(minute % 60)} UTC`,
};

const changesText = (changes: ExitChanges): string =>
  (Object.keys(EXIT_TEXTS) as (keyof Exits)[])
    .filter((name) => changes[name] !== undefined)
    .map((name) => (EXIT_TEXTS[name] as (value: unknown) => string)(changes[name]))
    .join(', ');

const entryChangesText = ({ entry, quantity, goodTill }: EntryChanges): string =>
  [
    entry && `entry ${planText(entry)}`,
    quantity && `quantity ${quantity}`,
    goodTill === undefined
      ? undefined
      : goodTill === null
        ? 'good till cancelled'
        : `good till ${new Date(goodTill).toISOString()}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');

const EXITS = {
  take_profit: 'Take profit',
  stop_loss: 'Stop loss',
  trailing_stop: 'Trailing stop',
  timeout: 'Closed after the longest holding time',
  daily_close: 'Closed for the day',
  liquidation: 'Liquidated, for the loss and the fee reached the collateral',
  manual: 'Closed by hand',
} as const;
const ASKED = {
  cancel: 'Cancel',
  close: 'Close',
  withdraw: 'Withdrawal of a sale',
  amend: 'Change of exits',
} as const;

/** A change of an entry may come with one of its exits. */
const askedText = (command: Command): string =>
  command.kind === 'amend' && command.entry ? 'Change' : ASKED[command.kind];

/** What a closed trade has made; of one that is still open, what its closed part has, before fees. */
const resultOf = (trade: Trade): string =>
  trade.status === 'closed'
    ? `Result ${realizedNet(trade)} ${quoteOf(trade.symbol)} after fees.`
    : `Realized so far ${realizedGross(trade)} ${quoteOf(trade.symbol)} before fees; ${openQuantity(trade)} ${baseOf(trade)} stay open.`;

const baseOf = ({ symbol }: Trade): string => symbol.slice(0, symbol.indexOf('/'));

/** The event for a person; `after` is the trade once it has happened. */
export const sentenceOf = (event: TradeEvent, after: Trade): string => {
  const base = baseOf(after);
  const [bought, sold] = after.direction === 'long' ? ['Bought', 'sold'] : ['Sold short', 'bought back'];
  switch (event.type) {
    case 'trade_created': {
      const verb = after.direction === 'long' ? 'buy' : 'sell short';
      const exits = changesText(after.exits);
      return `Trade created: ${verb} ${after.quantity} ${base} ${planText(after.entry)}${exits ? `; ${exits}` : ''}.`;
    }
    case 'command_requested':
      return `${askedText(event.command)} asked for; it acts once the path up to that moment is known.`;
    case 'command_superseded':
      return `${askedText(event.command)} superseded: ${event.because}.`;
    case 'entry_ended':
      return `The rest of the entry ended: ${event.reason}; ${openQuantity(after)} ${base} are open.`;
    case 'exit_triggered':
      return `${EXITS[event.leg]}: the price reached ${event.evidence.trigger}; ${event.empty ? 'there was no volume to fill it: it waits for the next' : 'the limit is armed, other exits are disarmed'}.${betterText(event.evidence.better)}`;
    case 'trailing_activated':
      return `Trailing stop active: the price reached ${event.evidence.trigger}.${betterText(event.evidence.better)}`;
    case 'reading_taken':
      return `Nothing happened.${betterText(event.better)}`;
    case 'entry_triggered':
      if (event.empty)
        return `The price reached the stop at ${event.evidence.trigger}; there was no volume to fill it: it waits for the next.`;
      return `The price reached the stop${event.evidence.trigger ? ` at ${event.evidence.trigger}` : ''}; the limit is armed.${betterText(event.evidence.better)}`;
    case 'entry_filled':
      return `${bought} ${event.fill.quantity} ${base} ${fillText(event.fill)}`;
    case 'exit_filled':
      return `${EXITS[event.reason]}: ${sold} ${event.fill.quantity} ${base} ${fillText(event.fill)} ${resultOf(after)}`;
    case 'exits_changed':
      return `${event.entry ? 'Changed' : 'Exits changed'}: ${[event.entry && entryChangesText(event.entry), changesText(event.changes)].filter(Boolean).join(', ')}.`;
    case 'close_withdrawn':
      return `The part of order ${event.orderId} that waited was withdrawn.`;
    case 'close_armed':
      if (event.part)
        return `Close of ${event.part.quantity} ${base} in force: ${event.part.limit === undefined ? 'fills at the next price' : `at ${event.part.limit} or better`}.`;
      return `${event.reason === undefined ? 'Close in force' : EXITS[event.reason]}: exits disarmed, fills at the next price.`;
    case 'trade_cancelled':
      return `Cancelled: ${event.reason}.`;
    case 'trade_expired':
      return 'Expired: the good-till time has passed without a fill.';
    case 'trade_rejected':
      return `Rejected: ${event.reason}.`;
    default:
      return event satisfies never;
  }
};
