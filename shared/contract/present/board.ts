import type { BoardRow } from '../../domain/market/board.ts';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { VenueId } from '../../domain/market/symbol.ts';
import type { BoardJson, BoardRowJson, MarketJson } from '../schemas/board.ts';
import { presentInstrument } from './market.ts';
import { decimalText, moment, momentOrNull } from './primitives.ts';

const textOrNull = (value: number | undefined): string | null =>
  value === undefined ? null : decimalText(value);

const presentRow = (row: BoardRow): BoardRowJson => ({
  rank: row.rank,
  base: row.base,
  name: row.name,
  price: decimalText(row.price),
  changePercent1h: textOrNull(row.change1h),
  changePercent24h: textOrNull(row.change24h),
  changePercent7d: textOrNull(row.change7d),
  volume24h: textOrNull(row.volume24h),
  marketCap: textOrNull(row.marketCap),
  sparkline: row.sparkline?.map(decimalText) ?? null,
  symbol: row.symbol ?? null,
});

/** A page of the board; times in ms. */
export const presentBoard = (page: {
  readonly asOf?: number;
  readonly source?: VenueId;
  readonly stale: boolean;
  readonly items: readonly BoardRow[];
  readonly next?: string;
}): BoardJson => ({
  asOf: momentOrNull(page.asOf),
  source: page.source ?? null,
  stale: page.stale,
  items: page.items.map(presentRow),
  next: page.next ?? null,
});

export const presentMarket = (view: {
  readonly row: BoardRow;
  readonly asOf: number;
  readonly source: VenueId;
  readonly stale: boolean;
  readonly instruments: readonly (Instrument & { readonly followed: boolean })[];
}): MarketJson => ({
  ...presentRow(view.row),
  asOf: moment(view.asOf),
  source: view.source,
  stale: view.stale,
  instruments: view.instruments.map(presentInstrument),
});
