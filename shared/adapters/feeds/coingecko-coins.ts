import { baseOf, type MarketSymbol, parseSymbol, quoteOf } from '../../domain/market/symbol.ts';

/** CoinGecko's ids of the common coins, by ticker: tickers are not unique there, so the choice is written down. */
const COINS: Readonly<Record<string, string>> = {
  BTC: 'bitcoin',
  ETH: 'ethereum',
  USDT: 'tether',
  USDC: 'usd-coin',
  DAI: 'dai',
  BNB: 'binancecoin',
  XRP: 'ripple',
  SOL: 'solana',
  ADA: 'cardano',
  DOGE: 'dogecoin',
  TRX: 'tron',
  TON: 'the-open-network',
  AVAX: 'avalanche-2',
  DOT: 'polkadot',
  LINK: 'chainlink',
  MATIC: 'matic-network',
  SHIB: 'shiba-inu',
  POL: 'polygon-ecosystem-token',
  LTC: 'litecoin',
  BCH: 'bitcoin-cash',
  ETC: 'ethereum-classic',
  XLM: 'stellar',
  XMR: 'monero',
  ATOM: 'cosmos',
  UNI: 'uniswap',
  NEAR: 'near',
  ICP: 'internet-computer',
  FIL: 'filecoin',
  APT: 'aptos',
  ARB: 'arbitrum',
  OP: 'optimism',
  SUI: 'sui',
  HBAR: 'hedera-hashgraph',
  VET: 'vechain',
  ALGO: 'algorand',
  QNT: 'quant-network',
  AAVE: 'aave',
  MKR: 'maker',
  GRT: 'the-graph',
  EGLD: 'elrond-erd-2',
  SAND: 'the-sandbox',
  MANA: 'decentraland',
  AXS: 'axie-infinity',
  XTZ: 'tezos',
  EOS: 'eos',
  THETA: 'theta-token',
  FTM: 'fantom',
  RUNE: 'thorchain',
  INJ: 'injective-protocol',
  STX: 'blockstack',
  IMX: 'immutable-x',
  CRO: 'crypto-com-chain',
  LDO: 'lido-dao',
  SNX: 'havven',
  CRV: 'curve-dao-token',
  COMP: 'compound-governance-token',
  ZEC: 'zcash',
  DASH: 'dash',
  NEO: 'neo',
  IOTA: 'iota',
  KAVA: 'kava',
  CHZ: 'chiliz',
  ENJ: 'enjincoin',
  BAT: 'basic-attention-token',
  ZIL: 'zilliqa',
  PEPE: 'pepe',
  WIF: 'dogwifcoin',
  BONK: 'bonk',
  FET: 'fetch-ai',
  TIA: 'celestia',
  SEI: 'sei-network',
  ENA: 'ethena',
  WLD: 'worldcoin-wld',
  JUP: 'jupiter-exchange-solana',
  ONDO: 'ondo-finance',
  KAS: 'kaspa',
};

/** CoinGecko's price is in dollars; the dollar's stablecoins are read as dollars. */
const DOLLARS: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC']);

/** All that is priced here: each coin in dollars and their stablecoins, but none in itself. */
export const knownSymbols = (): MarketSymbol[] =>
  Object.keys(COINS).flatMap((base) =>
    [...DOLLARS].flatMap((quote) => (base === quote ? [] : (parseSymbol(`${base}/${quote}`) ?? []))),
  );

/** CoinGecko's id of what is priced here in dollars; undefined where we know none. */
export const coinOf = (symbol: MarketSymbol): string | undefined =>
  DOLLARS.has(quoteOf(symbol)) && Object.hasOwn(COINS, baseOf(symbol)) ? COINS[baseOf(symbol)] : undefined;

/** Where the name of a coin is more than its id with capital letters. */
const NAMES: Readonly<Record<string, string>> = {
  'usd-coin': 'USDC',
  dai: 'Dai',
  binancecoin: 'BNB',
  ripple: 'XRP',
  tron: 'TRON',
  'the-open-network': 'Toncoin',
  'avalanche-2': 'Avalanche',
  'matic-network': 'Polygon',
  'polygon-ecosystem-token': 'POL',
  cosmos: 'Cosmos Hub',
  near: 'NEAR Protocol',
  'hedera-hashgraph': 'Hedera',
  vechain: 'VeChain',
  'quant-network': 'Quant',
  'elrond-erd-2': 'MultiversX',
  eos: 'EOS',
  'theta-token': 'Theta Network',
  thorchain: 'THORChain',
  'injective-protocol': 'Injective',
  blockstack: 'Stacks',
  'crypto-com-chain': 'Cronos',
  'lido-dao': 'Lido DAO',
  havven: 'Synthetix',
  'curve-dao-token': 'Curve DAO',
  'compound-governance-token': 'Compound',
  neo: 'NEO',
  iota: 'IOTA',
  dogwifcoin: 'dogwifhat',
  'fetch-ai': 'Artificial Superintelligence Alliance',
  'sei-network': 'Sei',
  'worldcoin-wld': 'Worldcoin',
  'jupiter-exchange-solana': 'Jupiter',
  'ondo-finance': 'Ondo',
};

const capitalized = (id: string): string =>
  id
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');

/** What a common coin is called; undefined where we know it by its ticker only. */
export const nameOfCoin = (base: string): string | undefined => {
  const id = Object.hasOwn(COINS, base) ? COINS[base] : undefined;
  return id === undefined ? undefined : (NAMES[id] ?? capitalized(id));
};
