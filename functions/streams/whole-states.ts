import type { MarketPorts } from '../../shared/application/ports.ts';
import { currentBoard } from '../../shared/application/read-board.ts';
import { marketStatus } from '../../shared/application/read-status.ts';
import type { BoardMessageJson } from '../../shared/contract/messages/board.ts';
import { presentBoard } from '../../shared/contract/present/board.ts';
import { presentStatus } from '../../shared/contract/present/status.ts';
import type { StatusJson } from '../../shared/contract/schemas/status.ts';

/** The board, and when it was last looked at, ms: its sequence. */
export const boardNow = async (
  ports: MarketPorts,
  now: number,
): Promise<{ readonly seq: number; readonly board: BoardMessageJson }> => {
  const { checkedAt, board, stale } = await currentBoard(ports, now);
  const page = { ...(board ? { asOf: board.asOf, source: board.source } : {}), stale };
  const { next: _, items, ...rest } = presentBoard({ ...page, items: board?.rows ?? [] });
  return {
    seq: checkedAt,
    board: { ...rest, items: items.map(({ sparkline: __, ...row }) => row) },
  };
};

/** How feeds and ticks do, as of `now`, ms; its sequence is the last tick. */
export const statusNow = async (
  ports: MarketPorts,
  now: number,
): Promise<{ readonly seq: number; readonly status: StatusJson }> => {
  const found = await marketStatus(ports, now);
  return { seq: found.lastTickAt ?? 0, status: presentStatus(found, now) };
};
