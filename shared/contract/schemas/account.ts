import * as z from 'zod';
import { MOST_RATE, MOST_SLIPPAGE_BPS } from '../../domain/accounts/account.ts';
import { compare, MONEY_DECIMALS, money, type Rate, rate } from '../../domain/money/decimal.ts';
import { accountId, bookQuery } from './account-id.ts';
import { decimal, moment, positiveDecimal } from './primitives.ts';

export const accountSchema = z
  .object({
    id: z.string(),
    /** 1, and one more after each reset. */
    book: z.int(),
    name: z.string(),
    currency: z.literal('USD'),
    /** `closing` refuses what is new while the rest of its trades end; `closed` is an archive. */
    status: z.enum(['active', 'closing', 'closed']),
    /** Free to spend. */
    cash: decimal,
    /** Held for entries that wait, and as collateral of open shorts. */
    reserved: decimal,
    /** The opening balance included. */
    deposits: decimal,
    withdrawals: decimal,
    /** Gross, of all that has been closed. */
    realizedPnl: decimal,
    fees: decimal,
    fillCount: z.int(),
    openingBalance: decimal,
    /** Grows with each change of this book; 0 where there has been none since it was made. */
    version: z.int(),
    /** Shares of one: 0.006 is 0.6 %. */
    makerRate: decimal,
    takerRate: decimal,
    /** Against the trader, of market and stop fills. */
    slippageBps: z.number(),
    createdAt: moment.nullable(),
  })
  .meta({ id: 'Account' });
export type AccountJson = z.infer<typeof accountSchema>;

export const accountList = z.object({ items: z.array(accountSchema) }).meta({ id: 'AccountList' });

const MOST_MONEY = '1000000000000';
const DECIMALS = new RegExp(`^\\d+(\\.\\d{1,${MONEY_DECIMALS}})?$`);

const notNegative = z
  .string({ error: 'must be text, e.g. "100000": JSON numbers are floats and are not accepted' })
  .regex(/^\d{1,18}(\.\d{1,18})?$/, {
    error: 'must be a decimal as text, without sign or exponent',
    abort: true,
  });

const asMoney = <T extends z.ZodType<string, string>>(text: T) =>
  text
    .refine((value) => DECIMALS.test(value), {
      error: `must have at most ${MONEY_DECIMALS} decimals`,
      params: { code: 'too_many_decimals' },
      abort: true,
    })
    .refine((value) => compare(value, MOST_MONEY) <= 0, {
      error: `must be at most ${MOST_MONEY}`,
      params: { code: 'too_big' },
      abort: true,
    })
    .transform((value) => money(value));

const rateInput = notNegative
  .refine((text) => compare(text, MOST_RATE) <= 0, {
    error: `must be at most ${MOST_RATE} (a share of one: 0.006 is 0.6 %)`,
    params: { code: 'too_big' },
    abort: true,
  })
  .refine((text) => /^\d+(\.\d{1,6})?$/.test(text), {
    error: 'must have at most 6 decimals',
    params: { code: 'too_many_decimals' },
    abort: true,
  })
  .transform((text): Rate => rate(text));

const settings = {
  name: z
    .string()
    .trim()
    .regex(/^[^\p{Cc}]{1,64}$/u, { error: 'must be 1 to 64 characters, none of them a control character' }),
  makerRate: rateInput,
  takerRate: rateInput,
  slippageBps: z
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be at least 0' })
    .max(MOST_SLIPPAGE_BPS, { error: `must be at most ${MOST_SLIPPAGE_BPS}` }),
};

/** POST /v1/accounts. */
export const createAccountBody = z
  .strictObject({
    /** Made up where absent. */
    id: accountId.optional(),
    name: settings.name,
    openingBalance: asMoney(notNegative).prefault('0'),
    makerRate: settings.makerRate.prefault('0.006'),
    takerRate: settings.takerRate.prefault('0.006'),
    slippageBps: settings.slippageBps.default(0),
  })
  .meta({ id: 'CreateAccount' });

/** PATCH /v1/accounts/{id}: what is absent stays. */
export const changeAccountBody = z
  .strictObject({
    name: settings.name.optional(),
    makerRate: settings.makerRate.optional(),
    takerRate: settings.takerRate.optional(),
    slippageBps: settings.slippageBps.optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'must change name, makerRate, takerRate or slippageBps',
    params: { code: 'nothing_to_change' },
  })
  .meta({ id: 'ChangeAccount', minProperties: 1 });

export const accountParams = z.strictObject({ id: accountId });

/** POST /v1/accounts/{id}/deposits, /withdrawals. */
export const cashBody = z
  .strictObject({
    amount: asMoney(positiveDecimal),
    clientEntryId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "-" or "_"' })
      .nullish()
      .transform((id) => id ?? undefined),
  })
  .meta({ id: 'BookCash' });

export const auditQuery = z.strictObject(bookQuery);

export const auditSchema = z
  .object({
    account: accountSchema,
    /** Lines of the ledger and trades that were read. */
    entries: z.int(),
    trades: z.int(),
    /** True where nothing differs. */
    balanced: z.boolean(),
    /** False where the account kept changing while it was read: ask again when it is quiet. */
    conclusive: z.boolean(),
    differences: z.array(z.object({ what: z.string(), stated: z.string(), recomputed: z.string() })),
  })
  .meta({ id: 'Audit' });
export type AuditJson = z.infer<typeof auditSchema>;
