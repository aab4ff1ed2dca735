import { type MarketSymbol, parseSymbol } from '../../../shared/domain/market/symbol.ts';

export const symbolOf = (text: string): MarketSymbol => {
  const symbol = parseSymbol(text);
  if (!symbol) throw new Error(`${text} is no symbol`);
  return symbol;
};
export const BTC = symbolOf('BTC/USDT');
export const ETH = symbolOf('ETH/USDT');
export const NOPE = symbolOf('NOPE/USDT');
