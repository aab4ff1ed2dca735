import type { MarketListing } from '../market.ts';
import { decimal } from './format.ts';

const WEIGHT_LIMIT = 6_000;

/** `BTC/USDT` as the exchange writes it. */
export const wireSymbol = ({ base, quote }: MarketListing): string => `${base}${quote}`;

const symbolInfo = (listing: MarketListing) => ({
  symbol: wireSymbol(listing),
  status: 'TRADING',
  baseAsset: listing.base,
  baseAssetPrecision: 8,
  quoteAsset: listing.quote,
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: [
    'LIMIT',
    'LIMIT_MAKER',
    'MARKET',
    'STOP_LOSS',
    'STOP_LOSS_LIMIT',
    'TAKE_PROFIT',
    'TAKE_PROFIT_LIMIT',
  ],
  icebergAllowed: false,
  ocoAllowed: true,
  quoteOrderQtyMarketAllowed: true,
  allowTrailingStop: false,
  cancelReplaceAllowed: false,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  filters: filters(listing),
  permissions: [],
  permissionSets: [['SPOT']],
  defaultSelfTradePreventionMode: 'NONE',
  allowedSelfTradePreventionModes: ['NONE'],
});

const wire = (value: string): string => decimal(Number(value));

const filters = ({ tickSize, lotSize, minQuantity, maxQuantity, minNotional }: MarketListing) => [
  {
    filterType: 'PRICE_FILTER',
    minPrice: wire(tickSize),
    maxPrice: '1000000.00000000',
    tickSize: wire(tickSize),
  },
  { filterType: 'LOT_SIZE', minQty: wire(minQuantity), maxQty: wire(maxQuantity), stepSize: wire(lotSize) },
  {
    filterType: 'NOTIONAL',
    minNotional: wire(minNotional),
    applyMinToMarket: true,
    maxNotional: '9000000.00000000',
    applyMaxToMarket: false,
    avgPriceMins: 5,
  },
];

export const exchangeInfo = (listings: readonly MarketListing[], now: number) => ({
  timezone: 'UTC',
  serverTime: now,
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_LIMIT }],
  exchangeFilters: [],
  symbols: listings.map(symbolInfo),
});
