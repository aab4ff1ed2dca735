import { type Pass, record } from './pass.ts';
import type { Command } from './trade.ts';

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

/**
 * Lets the commands and the good-till time act whose moment has come, in the order given, the good-till time last
 * (fill rules, section 5). True where anything did.
 */
export const runAgenda = (pass: Pass, isDue: (at: number) => boolean): boolean => {
  const before = pass.trade.version;
  for (;;) {
    const { trade } = pass;
    if (trade.status !== 'pending' && trade.status !== 'open') break;
    const expiresAt = trade.status === 'pending' ? trade.goodTill : undefined;
    const command = trade.commands[0];
    if (command && isDue(command.at) && (expiresAt === undefined || command.at <= expiresAt))
      act(pass, command);
    else if (expiresAt !== undefined && isDue(expiresAt))
      record(pass, { type: 'trade_expired', at: expiresAt });
    else break;
  }
  return pass.trade.version !== before;
};
