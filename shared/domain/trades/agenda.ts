import { quantity } from '../money/decimal.ts';
import { CANCELLED_BY_USER, PAST_GOOD_TILL } from './evolve.ts';
import { unclosedQuantity } from './lot.ts';
import { type Pass, record } from './pass.ts';
import { dailyCloseAt, timeOutAt, waitsForEntry } from './timing.ts';
import { type Command, isActive, type PartialClose, type TimedClose } from './trade.ts';

const isClosing = ({ trade }: Pass): boolean => trade.status === 'open' && trade.closeArmedAt !== undefined;

/** True where a stop has fired and goes on at the market. */
const isStopping = ({ trade }: Pass): boolean =>
  trade.status === 'open' && trade.exiting !== undefined && trade.exiting.limit === undefined;

const whyNot = (pass: Pass, { kind }: Command): string => {
  if (kind === 'withdraw') return 'nothing of that order waited by then';
  if (pass.trade.status === 'open' && kind === 'close' && !isClosing(pass))
    return 'all of it was being closed by then';
  if (pass.trade.status === 'open' && kind === 'amend' && !isClosing(pass))
    return 'the entry had filled by then';
  return `the trade was ${isClosing(pass) || isStopping(pass) ? 'being closed' : pass.trade.status} by then`;
};

const supersede = (pass: Pass, command: Command): void =>
  record(pass, {
    type: 'command_superseded',
    at: command.at,
    command,
    because: whyNot(pass, command),
  });

/** What was asked of a trade that the path has ended first. */
export const supersedeRest = (pass: Pass): void => {
  for (const command of pass.trade.commands) supersede(pass, command);
};

/** A part may have become more than is left: then it is what is left. */
const armPart = (pass: Pass, at: number, part: PartialClose): boolean => {
  const { trade } = pass;
  if (trade.status !== 'open' || trade.exiting !== undefined) return false;
  const left = unclosedQuantity(trade);
  if (left.lte(0)) return false;
  const amount = left.lt(part.quantity) ? quantity(left) : part.quantity;
  record(pass, { type: 'close_armed', at, part: { ...part, quantity: amount } });
  return true;
};

/** True where the command did something. */
const act = (pass: Pass, command: Command): boolean => {
  const { trade } = pass;
  const { at } = command;
  switch (command.kind) {
    case 'cancel':
      if (trade.status === 'pending')
        record(pass, { type: 'trade_cancelled', at, reason: CANCELLED_BY_USER });
      else if (trade.status === 'open' && trade.entering)
        record(pass, { type: 'entry_ended', at, reason: CANCELLED_BY_USER });
      else return false;
      return true;
    case 'close':
      if (trade.status !== 'open' || isClosing(pass)) return false;
      if (command.part) return armPart(pass, at, command.part);
      record(pass, { type: 'close_armed', at });
      return true;
    case 'withdraw':
      if (trade.status !== 'open' || !trade.partialCloses?.some(({ id }) => id === command.orderId))
        return false;
      record(pass, { type: 'close_withdrawn', at, orderId: command.orderId });
      return true;
    case 'amend':
      return amend(pass, command);
  }
};

/** An entry can be changed while nothing of it has filled, exits while the trade is not on its way out. */
const amend = (pass: Pass, command: Command & { kind: 'amend' }): boolean => {
  const { trade } = pass;
  const { at, changes, entry, reservation } = command;
  if (!isActive(trade) || isClosing(pass) || isStopping(pass)) return false;
  if (entry && trade.status !== 'pending') return false;
  record(pass, {
    type: 'exits_changed',
    at,
    changes,
    ...(entry ? { entry } : {}),
    ...(reservation === undefined ? {} : { reservation }),
  });
  return true;
};

interface Due {
  readonly at: number;
  readonly act: () => void;
}

const closeBy = (pass: Pass, at: number | undefined, reason: TimedClose): Due[] =>
  at === undefined || isClosing(pass)
    ? []
    : [{ at, act: () => record(pass, { type: 'close_armed', at, reason }) }];

const expiry = (pass: Pass): Due[] => {
  const { trade } = pass;
  const at = waitsForEntry(trade) ? trade.goodTill : undefined;
  if (at === undefined) return [];
  if (trade.status === 'pending') return [{ at, act: () => record(pass, { type: 'trade_expired', at }) }];
  return [{ at, act: () => record(pass, { type: 'entry_ended', at, reason: PAST_GOOD_TILL }) }];
};

/** What acts next in time; at one moment commands first, then what closes, then the good-till time. */
const nextDue = (pass: Pass): Due | undefined => {
  const { trade } = pass;
  const [command] = trade.commands;
  const due: Due[] = [
    ...(command
      ? [{ at: command.at, act: () => void (act(pass, command) || supersede(pass, command)) }]
      : []),
    ...closeBy(pass, timeOutAt(trade), 'timeout'),
    ...closeBy(pass, dailyCloseAt(trade), 'daily_close'),
    ...expiry(pass),
  ];
  return due.reduce<Due | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
};

/** Lets the next of these act whose moment has come. True where one did. */
const actNext = (pass: Pass, isDue: (at: number) => boolean): boolean => {
  const next = isActive(pass.trade) ? nextDue(pass) : undefined;
  if (!next || !isDue(next.at)) return false;
  next.act();
  return true;
};

/**
 * Lets the commands, the time-out, the daily close and the good-till time act whose moment has come, one after another;
 * `between` runs after each, for what it armed may see a point at once (fill rules, section 5).
 */
export const runAgenda = (pass: Pass, isDue: (at: number) => boolean, between?: () => void): void => {
  while (actNext(pass, isDue)) between?.();
};
