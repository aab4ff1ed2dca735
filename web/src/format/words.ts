const SOURCES: Readonly<Record<string, string>> = {
  binance: 'Binance',
  coinbase: 'Coinbase',
  coingecko: 'CoinGecko',
  simulated: 'Simulated',
  replay: 'Replay',
};

export const sourceName = (source: string): string => SOURCES[source] ?? source;

/** In a sentence: `from Binance`, `from the simulated market`. */
export const marketWords = (source: string): string =>
  source === 'simulated' ? 'the simulated market' : source === 'replay' ? 'the replay' : sourceName(source);

export const baseOf = (symbol: string): string => symbol.split('/')[0] ?? symbol;
export const quoteOf = (symbol: string): string => symbol.split('/')[1] ?? '';

const REASONS: Readonly<Record<string, string>> = {
  take_profit: 'Take profit',
  stop_loss: 'Stop loss',
  trailing_stop: 'Trailing stop',
  liquidation: 'Liquidation',
  timeout: 'Time-out',
  daily_close: 'Daily close',
  manual: 'Closed by hand',
  cancelled: 'Cancelled',
  expired: 'Expired',
  rejected: 'Rejected',
};
export const reasonName = (reason: string): string => REASONS[reason] ?? reason.replaceAll('_', ' ');

const LEGS: Readonly<Record<string, string>> = {
  entry: 'Entry',
  take_profit: 'Take profit',
  target: 'Target',
  stop_loss: 'Stop loss',
  trailing_stop: 'Trailing stop',
  liquidation: 'Liquidation',
  close: 'Close',
};
export const legName = (leg: string): string => LEGS[leg] ?? leg;
