import type { OracleCommand, OracleOrder } from '../oracle/oracle.ts';
import type { Api } from './api.ts';
import { amendBody, closeBody, orderBody } from './bodies.ts';

/** An order that the application took, and the commands of it that were taken. */
export interface Placed {
  readonly order: OracleOrder;
  readonly tradeId: string;
  readonly commands: OracleCommand[];
}

export interface Driven {
  readonly placed: Placed[];
  readonly refusedOrders: number;
  readonly refusedCommands: number;
}

interface Step {
  readonly at: number;
  readonly order: OracleOrder;
  readonly command?: OracleCommand;
}

const send = (api: Api, tradeId: string, command: OracleCommand) => {
  switch (command.kind) {
    case 'cancel':
      return api.cancel(tradeId);
    case 'close':
      return api.close(tradeId, closeBody(command));
    case 'withdraw':
      return api.withdraw(tradeId, command.orderId);
    case 'amend':
      return api.amend(tradeId, amendBody(command));
  }
};

/** Asks for it; false where it is refused, or changes nothing because it has been asked before. */
const ask = async (api: Api, tradeId: string, command: OracleCommand): Promise<boolean> => {
  const { version } = await api.trade(tradeId);
  const answer = await send(api, tradeId, command);
  return !('refused' in answer) && answer.version > version;
};

const stepsOf = (orders: readonly OracleOrder[], until: number): Step[] =>
  orders
    .flatMap((order): Step[] => [
      { at: order.createdAt, order },
      ...order.commands.map((command) => ({ at: command.at, order, command })),
    ])
    .filter(({ at }) => at <= until)
    .sort((left, right) => left.at - right.at);

export interface DriveOptions {
  readonly symbol: string;
  /** ms: nothing is placed later; the market then runs on to here. */
  readonly until: number;
  /** How many orders to place: those that are refused do not count. */
  readonly count: number;
  /** Before each request: where ticks are being killed, lets the market be evaluated up to now. */
  readonly before?: () => Promise<void>;
  readonly after?: () => void;
  readonly progress?: (at: number) => void;
}

/** Places orders and their commands over HTTP, each at its moment of market time. */
export const drive = async (
  api: Api,
  orders: readonly OracleOrder[],
  options: DriveOptions,
): Promise<Driven> => {
  const placed = new Map<string, Placed>();
  let refusedOrders = 0;
  let refusedCommands = 0;
  const start = await api.clock();
  for (const { at, order, command } of stepsOf(orders, options.until)) {
    if (at < start || (!command && placed.size >= options.count)) continue;
    if (command && !placed.has(order.id)) continue;
    await api.runUntil(at);
    await options.before?.();
    options.progress?.(at);
    const known = placed.get(order.id);
    if (command && known) {
      if (await ask(api, known.tradeId, command)) known.commands.push(command);
      else refusedCommands++;
    } else {
      const answer = await api.open(orderBody(order, options.symbol));
      if ('refused' in answer) refusedOrders++;
      else if (answer.createdAt !== order.createdAt)
        throw new Error(`${order.id} was made at ${answer.createdAt} instead of ${order.createdAt}`);
      else placed.set(order.id, { order, tradeId: answer.id, commands: [] });
    }
    options.after?.();
  }
  await api.runUntil(options.until);
  await options.before?.();
  return { placed: [...placed.values()], refusedOrders, refusedCommands };
};
