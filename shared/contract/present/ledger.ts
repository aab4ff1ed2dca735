import {
  amountOf,
  type CashEntry,
  type FillEntry,
  type LedgerEntry,
  sideOf,
} from '../../domain/accounts/ledger.ts';
import type { AccountFillJson, CashEntryJson, LedgerEntryJson } from '../schemas/ledger.ts';
import { presentEvidence, presentFill } from './fill.ts';
import { moment } from './primitives.ts';

export const presentCashEntry = (entry: CashEntry): CashEntryJson => ({
  id: entry.id,
  kind: entry.kind,
  time: moment(entry.time),
  amount: amountOf(entry),
  clientEntryId: entry.clientEntryId ?? null,
});

const ofTrade = (entry: FillEntry) => ({
  tradeId: entry.tradeId,
  symbol: entry.symbol,
  venue: entry.venue,
  direction: entry.direction,
  side: sideOf(entry),
});

export const presentLedgerEntry = (entry: LedgerEntry): LedgerEntryJson =>
  entry.kind === 'fill'
    ? { kind: 'fill', ...presentFill(entry), amount: amountOf(entry), ...ofTrade(entry) }
    : presentCashEntry(entry);

export const presentAccountFill = (entry: FillEntry): AccountFillJson => ({
  ...presentFill(entry),
  ...ofTrade(entry),
  evidence: presentEvidence(entry.evidence),
});
