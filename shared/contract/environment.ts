import * as z from 'zod';
import { parseSymbol, VENUES } from '../domain/market/symbol.ts';

const list = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1));

export const symbolList = list(
  z.string().transform((text, context) => {
    const symbol = parseSymbol(text);
    if (symbol) return symbol;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no symbol: write BASE/QUOTE, e.g. BTC/USDT`,
    });
    return z.NEVER;
  }),
);
export const feedList = list(z.enum(VENUES));

/** Digits only: an empty text is no 0, which would switch a limit off. */
const wholeNumber = z.string().regex(/^\d+$/, { error: 'must be a whole number' }).transform(Number);

/** What every function reads from its environment: the one list of names, for infra and for the handlers. */
export const environmentSchema = z.object({
  USERS_TABLE: z.string().min(1),
  TRADES_TABLE: z.string().min(1),
  LOGS_TABLE: z.string().min(1),
  LEDGER_TABLE: z.string().min(1),
  MARKET_TABLE: z.string().min(1),
  CONNECTIONS_TABLE: z.string().min(1),
  /** Of the WebSocket API with its stage; over HTTP the same address takes what goes to connections. */
  STREAM_URL: z.url(),
  /** Of those alone who may have to tell more connections than one invocation does. */
  FAN_OUT_FUNCTION: z.string().min(1).optional(),
  /** Connections that one invocation tells; docs/websocket.md has the arithmetic. */
  FAN_OUT_CONNECTIONS: wholeNumber.pipe(z.number().min(1).max(5_000)).default(500),
  TICK_QUEUE_URL: z.url(),
  SETTLE_QUEUE_URL: z.url(),
  /** What runs imports and exports of candles. */
  HISTORY_FUNCTION: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  USER_POOL_CLIENT_ID: z.string().min(1),
  /** Of access tokens; their keys are at `/.well-known/jwks.json` below it. */
  TOKEN_ISSUER: z.url(),
  /** Whether people may sign up by themselves. */
  ALLOW_SIGN_UP: z.enum(['true', 'false']).transform((text) => text === 'true'),
  /** How many writes a second a user may make, on average; 0: as many as they like. */
  WRITES_PER_SECOND: wholeNumber.pipe(z.number().max(1_000)),
  /** How many of them may come at once. */
  WRITE_BURST: wholeNumber.pipe(z.number().min(1).max(10_000)),
  /** Order of exchanges: the first that lists a symbol is the venue of its trades; quotes fail over along it. */
  FEEDS: feedList,
  SYMBOLS: symbolList,
  TICK_SECONDS: z.coerce.number().int().min(1).max(60),
  BINANCE_API_URL: z.url(),
  COINBASE_API_URL: z.url(),
  COINGECKO_API_URL: z.url(),
  /** Partitions of each trigger index and symbol. */
  INDEX_SHARDS: z.coerce.number().int().min(1).max(100),
  /** A price further than this share from the one before it waits for its confirmation. */
  PRICE_BOUND: z.coerce.number().positive().max(10),
  /** A quote older than this is stale. */
  QUOTE_STALE_SECONDS: z.coerce.number().int().min(1).max(86_400),
  /** Two sources whose prices differ by more than this share are reported. */
  DISAGREEMENT_BOUND: z.coerce.number().positive().max(1),
  LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT']),
});
export type Environment = z.infer<typeof environmentSchema>;
export type EnvironmentName = keyof Environment;

/** @throws Error naming each variable and its rule */
export const parseEnvironment = (source: Readonly<Record<string, string | undefined>>): Environment => {
  const parsed = environmentSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`the environment is not valid: ${rules.join('; ')}`);
};
