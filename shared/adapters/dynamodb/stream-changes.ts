import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Change, WrittenMinute } from '../../ports/changes.ts';
import { fromAccountItem } from './account-item.ts';
import { fromStateItem } from './batch-state-item.ts';
import { BOARD_KEY } from './board-items.ts';
import { parseCandleRow, ROW_PREFIX } from './candle-row.ts';
import type { StreamRecord } from './stream-image.ts';
import { fromItem } from './trade-item.ts';

type Item = Record<string, unknown>;

/** The nearest triggers are no news for anybody, and half of the item. */
const stateOf = ({ memory: _, near: __, ...item }: Item) => fromStateItem(item);

const boardSchema = z.object({ checkedAt: z.number() });
const checkedAt = (item: Item | undefined): number => (item ? boardSchema.parse(item).checkedAt : 0);

/** What the new row says that the old one did not. */
const minutesOf = (before: Item | undefined, after: Item): WrittenMinute[] => {
  const known = (before && parseCandleRow(before)?.candles) ?? [];
  const row = parseCandleRow(after);
  const batch = Number(String(after.pk).slice(ROW_PREFIX.length));
  if (!row || !Number.isInteger(batch)) throw new Error('is no row of candles');
  return row.candles
    .filter((entry) => !known.some((other) => isDeepStrictEqual(other, entry)))
    .map((entry) => {
      const isMended = known.some(({ venue, symbol }) => venue === entry.venue && symbol === entry.symbol);
      return { batch, openTime: row.openTime, ...entry, isMended };
    });
};

const marketChange = ({ key, before, after }: StreamRecord): Change | undefined => {
  if (!after) return undefined;
  if (key.pk === 'state') return { kind: 'tick', before: before && stateOf(before), after: stateOf(after) };
  if (key.pk === BOARD_KEY.pk)
    return key.sk === BOARD_KEY.sk
      ? { kind: 'board', before: checkedAt(before), after: checkedAt(after) }
      : undefined;
  return String(key.pk).startsWith(ROW_PREFIX)
    ? { kind: 'minutes', minutes: minutesOf(before, after) }
    : undefined;
};

/** Trades alone have a version: what else lies beside them does not. */
const tradeChange = ({ before, after }: StreamRecord): Change | undefined => {
  if (!after || !('version' in after)) return undefined;
  const trade = fromItem(after);
  const known = before && fromItem(before);
  return known?.version === trade.version ? undefined : { kind: 'trade', before: known, after: trade };
};

const USER = 'user#';
const KEY = 'key#';
const ACCOUNT = 'account#';

const profileSchema = z.object({ erasing: z.boolean().optional(), sessionsFrom: z.number().default(0) });

const profileChange = (userId: string, { before, after }: StreamRecord): Change | undefined => {
  const now = after ? profileSchema.parse(after) : undefined;
  if (!now || now.erasing) return { kind: 'user_erased', userId };
  const known = before ? profileSchema.parse(before).sessionsFrom : 0;
  return now.sessionsFrom > known ? { kind: 'sessions_ended', userId, from: now.sessionsFrom } : undefined;
};

const accountChange = ({ before, after }: StreamRecord): Change | undefined => {
  if (!after) return undefined;
  const account = fromAccountItem(after);
  const known = before && 'deposits' in before ? fromAccountItem(before) : undefined;
  return known?.version === account.version ? undefined : { kind: 'account', before: known, after: account };
};

const userChange = (record: StreamRecord): Change | undefined => {
  const [pk, sk] = [String(record.key.pk), String(record.key.sk)];
  if (!pk.startsWith(USER)) return undefined;
  const userId = pk.slice(USER.length);
  if (sk === 'profile') return profileChange(userId, record);
  if (sk.startsWith(ACCOUNT)) return accountChange(record);
  if (sk.startsWith(KEY) && record.isRemoval)
    return { kind: 'key_revoked', userId, keyId: sk.slice(KEY.length) };
  return undefined;
};

/** What a record means; undefined where it is no news for anybody. What cannot be read is `corrupt`, and stops nothing. */
export const changeOf =
  (tables: { readonly market: string; readonly trades: string; readonly users: string }) =>
  (record: StreamRecord): Change | undefined => {
    try {
      if (record.table === tables.market) return marketChange(record);
      if (record.table === tables.trades) return tradeChange(record);
      return record.table === tables.users ? userChange(record) : undefined;
    } catch (error) {
      // Of the image nothing: it may hold what nobody should read in a log.
      const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
      return { kind: 'corrupt', key: JSON.stringify(record.key), reason };
    }
  };
