import { type Pass, record } from './pass.ts';
import { type Command, isActive } from './trade.ts';

const isClosing = (pass: Pass): boolean =>
  pass.trade.status === 'open' && pass.trade.closeArmedAt !== undefined;

const supersede = (pass: Pass, command: Command): void =>
  record(pass, {
    type: 'command_superseded',
    at: command.at,
    command,
    because: `the trade was ${isClosing(pass) ? 'being closed' : pass.trade.status} by then`,
  });

/** What was asked of a trade that the path has ended first. */
export const supersedeRest = (pass: Pass): void => {
  for (const command of pass.trade.commands) supersede(pass, command);
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
      if (status === 'open' && !isClosing(pass)) record(pass, { type: 'close_armed', at: command.at });
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
