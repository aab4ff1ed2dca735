import type { LedgerEntryJson } from '../schemas/ledger.ts';
import { csvOf } from './csv.ts';

const COLUMNS = [
  'time',
  'kind',
  'amount',
  'symbol',
  'side',
  'quantity',
  'price',
  'notional',
  'fee',
  'liquidity',
  'leg',
  'direction',
  'venue',
  'trade_id',
  'id',
  'client_entry_id',
] as const;

const rowOf = (entry: LedgerEntryJson): (string | null)[] => {
  if (entry.kind !== 'fill') {
    const none = COLUMNS.slice(3, -2).map(() => null);
    return [entry.time, entry.kind, entry.amount, ...none, entry.id, entry.clientEntryId];
  }
  return [
    entry.time,
    entry.kind,
    entry.amount,
    entry.symbol,
    entry.side,
    entry.quantity,
    entry.price,
    entry.notional,
    entry.fee,
    entry.liquidity,
    entry.leg,
    entry.direction,
    entry.venue,
    entry.tradeId,
    entry.id,
    null,
  ];
};

/** A page of a ledger as a spreadsheet takes it. */
export const ledgerCsv = (entries: readonly LedgerEntryJson[]): string => csvOf(COLUMNS, entries.map(rowOf));
