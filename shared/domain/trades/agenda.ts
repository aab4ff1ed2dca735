import Big from 'big.js';
import { quantity } from '../money/decimal.ts';
import { unclosedQuantity } from './lot.ts';
import { type Pass, record } from './pass.ts';
import { type Command, isActive } from './trade.ts';

const isClosing = (pass: Pass): boolean =>
  pass.trade.status === 'open' && pass.trade.closeArmedAt !== undefined;

const whyNot = (pass: Pass, { kind }: Command): string => {
  if (kind === 'withdraw') return 'nothing of that order waited by then';
  if (pass.trade.status === 'open' && kind === 'close' && !isClosing(pass))
    return 'all of it was being closed by then';
  return `the trade was ${isClosing(pass) ? 'being closed' : pass.trade.status} by then`;
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
const armClose = (pass: Pass, command: Command & { kind: 'close' }): void => {
  const { trade } = pass;
  const { at, part } = command;
  const left = trade.status === 'open' && !isClosing(pass) ? unclosedQuantity(trade) : new Big(0);
  if (left.lte(0) && (part || trade.status !== 'open' || isClosing(pass))) supersede(pass, command);
  else if (!part) record(pass, { type: 'close_armed', at });
  else {
    const amount = left.lt(part.quantity) ? quantity(left) : part.quantity;
    record(pass, { type: 'close_armed', at, part: { ...part, quantity: amount } });
  }
};

const act = (pass: Pass, command: Command): void => {
  const { status } = pass.trade;
  switch (command.kind) {
    case 'cancel':
      if (status === 'pending')
        record(pass, {
          type: 'trade_cancelled',
          at: command.at,
          reason: 'cancelled by the user',
        });
      else supersede(pass, command);
      return;
    case 'close':
      armClose(pass, command);
      return;
    case 'withdraw':
      if (pass.trade.status === 'open' && pass.trade.partialCloses?.some(({ id }) => id === command.orderId))
        record(pass, { type: 'close_withdrawn', at: command.at, orderId: command.orderId });
      else supersede(pass, command);
      return;
    case 'amend':
      if (!isClosing(pass))
        record(pass, {
          type: 'exits_changed',
          at: command.at,
          changes: command.changes,
        });
      else supersede(pass, command);
  }
};

/** Lets the next command or the good-till time act whose moment has come. True where one did. */
const actNext = (pass: Pass, isDue: (at: number) => boolean): boolean => {
  const { trade } = pass;
  if (!isActive(trade)) return false;
  const expiresAt = trade.status === 'pending' ? trade.goodTill : undefined;
  const command = trade.commands[0];
  if (command && isDue(command.at) && (expiresAt === undefined || command.at <= expiresAt))
    act(pass, command);
  else if (expiresAt !== undefined && isDue(expiresAt))
    record(pass, { type: 'trade_expired', at: expiresAt });
  else return false;
  return true;
};

/**
 * Lets the commands and the good-till time act whose moment has come, one after another in the order given, the
 * good-till time last; `between` runs after each, for what it armed may see a point at once (fill rules, section 5).
 */
export const runAgenda = (pass: Pass, isDue: (at: number) => boolean, between?: () => void): void => {
  while (actNext(pass, isDue)) between?.();
};
