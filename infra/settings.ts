import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { feedList } from '../shared/contract/environment.ts';
import { parseSymbol, VENUES } from '../shared/domain/market/symbol.ts';
import { capacities } from './capacity.ts';

const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653,
] as const;

const BILLING = ['on-demand', 'provisioned', 'always-free'] as const;
const largestMinimum = Math.max(...[...capacities().values()].flatMap(({ read, write }) => [read, write]));

const distinct = <T>(items: readonly T[]) => new Set(items).size === items.length;

const symbol = z.string().refine((text) => parseSymbol(text), {
  error: 'write each symbol as BASE/QUOTE, e.g. BTC/USDT',
});
const baseUrl = z
  .url({
    protocol: /^https?$/,
    error: 'must be the base URL of an HTTP API, e.g. https://api.example.com',
  })
  .transform((url) => url.replace(/\/+$/, ''));
const streamUrl = z
  .url({ protocol: /^wss?$/, error: 'must be the base URL of a WebSocket, e.g. wss://stream.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));
const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text), {
    error: 'must be an origin without a path, e.g. https://app.example.com (a wildcard is not allowed)',
  });

const settingsSchema = z.strictObject({
  // The environment of a Lambda function holds 4 kB.
  symbols: z.array(symbol).min(1).max(200).refine(distinct, { error: 'must not name a symbol twice' }),
  /** Order of exchanges: the first that lists a symbol is the venue of its trades; quotes fail over along it. */
  feeds: z.array(z.enum(VENUES)).min(1).refine(distinct, { error: 'must not name a feed twice' }),
  tickSeconds: z.int().min(1).max(60),
  binanceApiUrl: baseUrl,
  /** From which dashboards take what is on the screen faster than it ticks; they name it as its source. */
  binanceStreamUrl: streamUrl,
  coinbaseApiUrl: baseUrl,
  coingeckoApiUrl: baseUrl,
  indexShards: z.int().min(1).max(100),
  /** Invocations side by side, of ticks and of settlements handed over. SQS takes no fewer than two. */
  ticksAtOnce: z.int().min(2).max(1_000),
  settlementsAtOnce: z.int().min(2).max(1_000),
  /** A share: 0.2 makes a price 20 % away from the one before it wait for its confirmation. */
  priceBound: z.number().positive().max(10),
  /** A quote older than this is stale: shown as such, and no order is checked against it. */
  quoteStaleSeconds: z.int().min(1).max(86_400),
  /** A share: 0.02 reports two sources whose prices of a symbol differ by more than 2 %. */
  disagreementBound: z.number().positive().max(1),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT']),
  logRetentionDays: z.union(
    LOG_RETENTION_DAYS.map((days) => z.literal(days)),
    {
      error: `must be one of ${LOG_RETENTION_DAYS.join(', ')} (what CloudWatch Logs offers)`,
    },
  ),
  /**
   * How DynamoDB is paid for: each request; or 25 read and 25 write units a second, which are free for good, with autoscaling beyond them
   * (`provisioned`) or never more (`always-free`).
   */
  billing: z.enum(BILLING),
  /** Of `provisioned`: up to how many units of each kind autoscaling takes each table and index. */
  capacityLimit: z.int().min(largestMinimum).max(40_000),
  /** Whether the tables go with the stack. */
  removeData: z.boolean(),
  corsOrigins: z.array(origin).refine(distinct, { error: 'must not name an origin twice' }),
  /** What API Gateway lets through, of all callers together, before it answers 429. */
  requestsPerSecond: z.int().min(1).max(10_000),
  requestBurst: z.int().min(1).max(5_000),
  /** What one user may write, before the API answers 429; 0: as much as they like. */
  writesPerSecond: z.int().min(0).max(1_000),
  writeBurst: z.int().min(1).max(10_000),
  /** Whether people may sign up by themselves; otherwise they are invited. */
  allowSignUp: z.boolean(),
  /** Is invited at deployment: gets a mail with a first password. */
  ownerEmail: z
    .email({ error: 'must be an e-mail address' })
    .transform((text) => text.toLowerCase())
    .optional(),
  alarmEmail: z.email({ error: 'must be an e-mail address' }).optional(),
});
export type Settings = z.output<typeof settingsSchema>;

const { shape } = settingsSchema;
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()));

/** The environment variables that override a setting, and how each is read. */
const OVERRIDES = {
  SYMBOLS: ['symbols', list.pipe(shape.symbols)],
  FEEDS: ['feeds', feedList.pipe(shape.feeds)],
  TICK_SECONDS: ['tickSeconds', z.coerce.number({ error: 'must be a number' }).pipe(shape.tickSeconds)],
  BINANCE_API_URL: ['binanceApiUrl', shape.binanceApiUrl],
  BINANCE_STREAM_URL: ['binanceStreamUrl', shape.binanceStreamUrl],
  COINBASE_API_URL: ['coinbaseApiUrl', shape.coinbaseApiUrl],
  COINGECKO_API_URL: ['coingeckoApiUrl', shape.coingeckoApiUrl],
  BILLING: ['billing', shape.billing],
  LOG_LEVEL: ['logLevel', z.string().toUpperCase().pipe(shape.logLevel)],
} as const satisfies Record<string, readonly [keyof Settings, z.ZodType]>;

type Variables = Readonly<Record<string, string | undefined>>;

/** Each rule that is broken, as "field: rule". */
const broken = (field: string | undefined, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${[...(field ? [field] : []), ...issue.path].join('.')}: ${issue.message}`);

/**
 * @param written the context `paperwick` of cdk.json
 * @param variables environment variables; those of OVERRIDES that are set and not empty take precedence
 * @throws Error naming each field (or variable) and its rule
 */
export const parseSettings = (written: unknown, variables: Variables = {}): Settings => {
  const problems: string[] = [];
  const overrides: Partial<Record<keyof Settings, unknown>> = {};
  for (const [variable, [field, schema]] of Object.entries(OVERRIDES)) {
    const text = variables[variable];
    if (!text) continue;
    const parsed = schema.safeParse(text);
    if (!parsed.success) problems.push(...broken(variable, parsed.error));
    else overrides[field] = parsed.data;
  }
  const base = typeof written === 'object' && written !== null ? written : {};
  const parsed = settingsSchema.safeParse({ ...base, ...overrides });
  if (!parsed.success) problems.push(...broken(undefined, parsed.error));
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new Error(`the settings are not valid:\n  ${problems.join('\n  ')}`);
};

/** What cdk.json holds for every synthesis: the settings of Paperwick and the feature flags of the CDK. */
export const readContext = (directory: string): Record<string, unknown> =>
  z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(directory, 'cdk.json'), 'utf8'))).context;

/** The settings of cdk.json, with the overrides of these environment variables. @throws Error as parseSettings */
export const readSettings = (directory: string, variables: Variables): Settings =>
  parseSettings(readContext(directory).paperwick, variables);
