import type * as z from 'zod';
import { type Arguments, argumentsSchema, readArguments } from './arguments.ts';
import { type MarketMode, type Variables, variablesSchema } from './environment.ts';

export interface Config extends Variables, Omit<Arguments, 'market'> {
  readonly MARKET: MarketMode;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const rules = (error: z.ZodError, prefix: string): string[] =>
  error.issues.map(({ path, message }) => `${prefix}${String(path[0] ?? '')}: ${message}`);

/** What only a market can do that is not the present. */
const VIRTUAL_ONLY = ['speed', 'for', 'from', 'paused'] as const;

const contradictions = ({ MARKET, data, ...config }: Config, given: ReadonlySet<string>): string[] => {
  const wrong: string[] = [];
  if (MARKET === 'replay' && data.length === 0)
    wrong.push('--data: a replayed market wants at least one file');
  if (MARKET !== 'replay' && data.length > 0)
    wrong.push('--data: only a replayed market reads files (--market replay)');
  if (MARKET === 'replay' && config.FEEDS) wrong.push('FEEDS: a replayed market is its own only feed');
  if (MARKET === 'simulated' && config.FEEDS) wrong.push('FEEDS: a simulated market is its own only feed');
  const virtual = MARKET === 'simulated' || MARKET === 'replay';
  const moving = VIRTUAL_ONLY.filter((name) => given.has(name));
  if (!virtual && moving.length > 0) {
    wrong.push(`--${moving[0]}: real prices have one speed; add --market simulated or --market replay`);
  }
  return wrong;
};

/**
 * What the environment and the command line ask for. The command line wins; an empty variable is none.
 * @throws ConfigError naming each variable or option and its rule
 */
export const parseConfig = (
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): Config => {
  let given: Record<string, unknown>;
  try {
    given = readArguments(argv);
  } catch (error) {
    throw new ConfigError(`the command line is not valid: ${(error as Error).message}`);
  }
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const variables = variablesSchema.safeParse(Object.fromEntries(set));
  const options = argumentsSchema.safeParse(given);
  if (variables.success && options.success) {
    const { market, ...rest } = options.data;
    const config = { ...variables.data, ...rest, MARKET: market ?? variables.data.MARKET };
    const wrong = contradictions(config, new Set(Object.keys(given)));
    if (wrong.length === 0) return config;
    throw new ConfigError(wrong.join('\n'));
  }
  const wrong = [
    ...(variables.success ? [] : rules(variables.error, '')),
    ...(options.success ? [] : rules(options.error, '--')),
  ];
  throw new ConfigError(wrong.join('\n'));
};
