import type { AmendRequest } from '../../shared/application/amend-trade.ts';
import type { AmendTradeBody, CreateTradeBody } from '../../shared/contract/schemas/trade-input.ts';
import type { TradePlan } from '../../shared/domain/trades/plan.ts';
import type { AskedTarget } from '../../shared/domain/trades/target-sizes.ts';
import type { EntryChanges, Execution } from '../../shared/domain/trades/trade.ts';

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is absent. */
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;

const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0;

/** The plan in a body; targets, whose quantities may be in percent, apart from it. */
export const planOf = (body: CreateTradeBody): { plan: TradePlan; targets?: readonly AskedTarget[] } => {
  const { takeProfit, stopLoss, stopLimit, trailing, breakEven, covers, dailyClose } = body;
  const execution: Execution = given({ participation: body.participation, visible: body.visible });
  const exits = { takeProfit, stopLoss, stopLimit, trailing, breakEven, covers, dailyClose };
  return {
    plan: {
      symbol: body.symbol,
      direction: body.direction,
      quantity: body.quantity,
      entry: body.entry,
      exits: given({ ...exits, timeOut: body.timeOutSeconds }),
      ...(isEmpty(execution) ? {} : { execution }),
      ...given({ goodTill: body.goodTill }),
    },
    ...given({ targets: body.targets }),
  };
};

/** What a body changes: a value sets, null (of a switch also false) removes. */
export const changesOf = (body: AmendTradeBody): Pick<AmendRequest, 'exits' | 'entry'> => {
  const { takeProfit, stopLoss, stopLimit, targets, trailing, breakEven, covers, dailyClose } = body;
  const exits = { takeProfit, stopLoss, stopLimit, targets, trailing, covers, dailyClose };
  const { entry, quantity, goodTill } = body;
  const changes: EntryChanges = given({ entry, quantity, goodTill });
  return {
    exits: {
      ...given({ ...exits, timeOut: body.timeOutSeconds }),
      ...(breakEven === undefined ? {} : { breakEven: breakEven || null }),
    },
    ...(isEmpty(changes) ? {} : { entry: changes }),
  };
};
