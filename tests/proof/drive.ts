import type { OracleCommand, OracleOrder } from '../oracle/oracle.ts';
import type { Api } from './api.ts';

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

const bodyOf = (order: OracleOrder, symbol: string) => ({
  symbol,
  direction: order.direction,
  quantity: order.quantity,
  entry: order.entry,
  ...(order.takeProfit === undefined ? {} : { takeProfit: order.takeProfit }),
  ...(order.stopLoss === undefined ? {} : { stopLoss: order.stopLoss }),
  ...(order.goodTill === undefined ? {} : { goodTill: new Date(order.goodTill).toISOString() }),
  clientTradeId: order.id,
});

const send = (api: Api, tradeId: string, command: OracleCommand) => {
  if (command.kind === 'cancel') return api.cancel(tradeId);
  if (command.kind === 'close') return api.close(tradeId);
  return api.amend(tradeId, command.changes);
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
      const answer = await send(api, known.tradeId, command);
      if ('refused' in answer) refusedCommands++;
      else known.commands.push(command);
    } else {
      const answer = await api.open(bodyOf(order, options.symbol));
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
