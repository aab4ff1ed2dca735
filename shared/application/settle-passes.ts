import type { TriggerMemory } from '../ports/market-store.ts';
import { findHits, type Hits, keysOf } from './find-hits.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { lookAgain, lookUp } from './nearest-triggers.ts';
import type { TickPorts } from './ports.ts';
import { type SettleReport, settleTrades } from './settle-hits.ts';
import type { MarketPass } from './tick-paths.ts';
import { dueOf, isTrusted, nearestOf, remember, type Seen } from './trigger-memory.ts';

export interface PassesSettled {
  readonly report: SettleReport & { readonly hits: number; readonly handedOver: number };
  readonly held: HandOver['held'];
  readonly handed: HandOver['handed'];
  /** As it is to be stored. */
  readonly memory: TriggerMemory;
}

const NOTHING_SEEN: Seen = { nearest: {} };

/** Looked up no earlier than the notices begin that are to be added: both together leave nothing out. */
const learnt = (memory: TriggerMemory, seen: Seen): TriggerMemory => ({
  ...memory,
  nearest: { ...memory.nearest, ...(seen.nearest as TriggerMemory['nearest']) },
  ...(seen.dueAt === undefined ? {} : { dueAt: seen.dueAt }),
});

/** What this tick settles; the rest is queued for others, before anything else is written. */
const share = async (
  { settlements }: TickPorts,
  batch: number,
  hits: Hits,
  passes: ReadonlyMap<string, MarketPass>,
  { shards, wall }: { readonly shards: number; readonly wall: number },
): Promise<HandOver> => {
  const own = [...hits.markets.values()].flatMap(keysOf);
  if (!settlements) return { own, messages: [], held: new Set(), handed: new Map() };
  const shared = handOver(batch, hits, passes, shards, wall);
  if (shared.messages.length > 0) await settlements.send(shared.messages);
  return shared;
};

/**
 * Finds and settles what the passes fire, by what is remembered and announced where that suffices.
 * @param wall ms, when the tick began
 * @throws StoreUnavailableError: the cursor must not move, the tick comes again
 */
export const settlePasses = async (
  ports: TickPorts,
  batch: number,
  stored: TriggerMemory,
  passes: ReadonlyMap<string, MarketPass>,
  wall: number,
): Promise<PassesSettled> => {
  const { shards } = stored;
  const notices = await ports.notices.since(batch, stored.heard);
  const mayRemember = isTrusted(stored, wall);
  const first = mayRemember
    ? await lookUp(ports, passes, shards, {
        market: (market) => stored.nearest[market] !== undefined,
        due: stored.dueAt !== undefined,
      })
    : NOTHING_SEEN;
  const memory = learnt(stored, first);
  const hits: Hits = await findHits(ports, passes, {
    nearest: (market) => nearestOf(memory, notices, market),
    dueAt: dueOf(memory, notices),
    shards,
  });
  const shared = await share(ports, batch, hits, passes, { shards, wall });
  const report = await settleTrades(ports, batch, passes, shared.own);
  const again = mayRemember ? await lookAgain(ports, passes, hits, shards, report.settled > 0) : NOTHING_SEEN;
  return {
    report: {
      ...report,
      hits: [...hits.markets.values()].reduce((sum, found) => sum + keysOf(found).length, 0),
      handedOver: shared.messages.reduce((sum, { message }) => sum + message.trades.length, 0),
    },
    held: shared.held,
    handed: shared.handed,
    memory: remember(memory, notices, again, wall),
  };
};
