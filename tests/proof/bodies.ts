/** The oracle's words in the API's. */
import type { OracleChanges, OracleCommand, OracleOrder } from '../oracle/oracle.ts';

const time = (ms: number): string => new Date(ms).toISOString();

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const timeOfDay = (minute: number): string =>
  `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;

/** A value as the API has it; null and what is absent stay as they are. */
const as = <T, R>(value: T | null | undefined, change: (value: T) => R): R | null | undefined =>
  value === null || value === undefined ? (value as null | undefined) : change(value);

const exits = ({ timeOut, dailyClose, ...rest }: OracleChanges) => ({
  ...rest,
  timeOutSeconds: as(timeOut, (ms) => ms / 1000),
  dailyClose: as(dailyClose, timeOfDay),
});

/** Of POST /v1/trades. */
export const orderBody = (order: OracleOrder, symbol: string): object => {
  const { takeProfit, stopLoss, stopLimit, trailing, targets, breakEven, covers, timeOut, dailyClose } =
    order;
  const { direction, quantity, entry, participation, visible, goodTill } = order;
  const planned = {
    takeProfit,
    stopLoss,
    stopLimit,
    trailing,
    targets,
    breakEven,
    covers,
    timeOut,
    dailyClose,
  };
  return {
    symbol,
    direction,
    quantity,
    entry,
    ...exits(planned as OracleChanges),
    participation,
    visible,
    goodTill: as(goodTill, time),
    clientTradeId: order.id,
  };
};

/** Of PATCH /v1/trades/{id}. */
export const amendBody = ({ changes, entry }: OracleCommand & { kind: 'amend' }): object => ({
  ...exits(changes),
  ...entry,
  goodTill: as(entry?.goodTill, time),
});

/** Of POST /v1/trades/{id}/close. */
export const closeBody = ({ part }: OracleCommand & { kind: 'close' }): object =>
  part === undefined ? {} : { quantity: part.quantity, limit: part.limit, clientOrderId: part.id };
