import type * as z from 'zod';
import { InvalidCursorError } from '../../ports/trade-store.ts';

export const encodeCursor = (position: string | number): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws InvalidCursorError */
export const decodeCursor = <T extends z.ZodType>(cursor: string, schema: T): z.infer<T> => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new InvalidCursorError('the cursor is not one that this list gave out');
  }
};
