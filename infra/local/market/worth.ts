/** Currencies worth about one US dollar. */
const DOLLARS = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD', 'DAI', 'USD', 'EUR', 'GBP'];

/** Dollars for one unit, about as in 2024. */
const WORTH: Readonly<Record<string, number>> = {
  BTC: 60_000,
  ETH: 3_000,
  BNB: 550,
  SOL: 150,
  LTC: 80,
  AVAX: 28,
  LINK: 14,
  DOT: 6,
  XRP: 0.6,
  ADA: 0.45,
  DOGE: 0.14,
};

export const isDollar = (asset: string): boolean => DOLLARS.includes(asset);

/** Dollars for one unit of an asset, where we know. */
export const knownWorth = (asset: string): number | undefined => (isDollar(asset) ? 1 : WORTH[asset]);
