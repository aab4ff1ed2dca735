import { type Quantity, quantity } from '../domain/money/decimal.ts';
import { type Result, refuse } from '../domain/problem.ts';
import { type Amendment, decideAmend } from '../domain/trades/decide.ts';
import { checkOrderSize } from '../domain/trades/rules.ts';
import { type AskedTarget, sizedTargets } from '../domain/trades/target-sizes.ts';
import type { EntryChanges, ExitChanges, Trade } from '../domain/trades/trade.ts';
import { type CommandRequest, command } from './command-trade.ts';
import type { RequestPorts } from './ports.ts';

export interface AmendRequest extends CommandRequest {
  /** Targets may be in percent of the trade's quantity. */
  readonly exits: Omit<ExitChanges, 'targets'> & { readonly targets?: readonly AskedTarget[] | null };
  /** Its good-till time by the caller's clock, ms. */
  readonly entry?: EntryChanges;
  /** Refused where the trade is at none of these. */
  readonly versions?: readonly number[];
}

type Entry = Pick<Trade, 'entry' | 'quantity'>;

/** The entry as the waiting changes, and this one, leave it. */
const entryOf = ({ entry, quantity, commands }: Trade, changes: EntryChanges | undefined): Entry => {
  const waiting = commands.map((command) => (command.kind === 'amend' ? command.entry : undefined));
  return [...waiting, changes].reduce<Entry>(
    (now, change) => ({ entry: change?.entry ?? now.entry, quantity: change?.quantity ?? now.quantity }),
    { entry, quantity },
  );
};

/** Finer than any lot: trades made before lots were kept. */
const FINEST = quantity('0.00000001');

const amendmentOf = (
  { exits: { targets, ...exits }, entry }: AmendRequest,
  trade: Trade,
  whole: Quantity,
  offset: number,
): Amendment => {
  const lotSize = trade.terms.lotSize ?? FINEST;
  const till = entry?.goodTill;
  return {
    exits: {
      ...exits,
      ...(targets === undefined ? {} : { targets: targets && sizedTargets(targets, whole, lotSize) }),
    },
    ...(entry
      ? { entry: { ...entry, ...(typeof till === 'number' ? { goodTill: till + offset } : {}) } }
      : {}),
  };
};

/** Changes the exits of a trade; of one whose entry waits, that too. Takes effect once the path up to now has been evaluated. */
export const amendTrade = (ports: RequestPorts, request: AmendRequest): Promise<Result<Trade>> =>
  command(ports, request, async (trade, { at, offset, lastPrice }) => {
    const { entry, versions } = request;
    if (versions && !versions.includes(trade.version))
      return refuse('version_conflict', `the trade is at version ${trade.version}: look at it again`);
    const after = entryOf(trade, entry);
    const decided = decideAmend(trade, amendmentOf(request, trade, after.quantity, offset), at, lastPrice);
    if (!decided.ok || (entry?.entry === undefined && entry?.quantity === undefined)) return decided;
    // The trade knows its tick and its lot; what an order must be worth, its instrument.
    const instrument = await ports.market.instrument([trade.venue], trade.symbol);
    const broken = checkOrderSize({ ...trade, ...after }, instrument, lastPrice);
    return broken.length > 0 ? refuse('invalid_trade', 'the change breaks a rule', broken) : decided;
  });
