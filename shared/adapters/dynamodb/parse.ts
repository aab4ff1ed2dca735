import * as z from 'zod';
import { parseSymbol, VENUES } from '../../domain/market/symbol.ts';
import { money, price, quantity, rate } from '../../domain/money/decimal.ts';

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const decimal = z.union([z.string().regex(DECIMAL), z.number().transform(String)]);

/** Stored decimals, as text or as DynamoDB numbers. */
export const storedPrice = decimal.transform(price);
export const storedQuantity = decimal.transform(quantity);
export const storedMoney = decimal.transform(money);
export const storedRate = decimal.transform(rate);
export const storedVenue = z.enum(VENUES);
export const storedSymbol = z.string().transform((text, context) => {
  const symbol = parseSymbol(text);
  if (symbol) return symbol;
  context.addIssue({ code: 'custom', message: 'is no symbol' });
  return z.NEVER;
});
export const storedTime = z.number().int();

/** What is wrong with a stored item, in one line. */
export const faultsOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'item'}: ${issue.message}`).join('; ');
