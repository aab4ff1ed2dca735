import type * as z from 'zod';
import type { AnyOperation } from './operations.ts';

type Key = 'params' | 'query' | 'headers' | 'body' | 'response';

/** What a part of an operation is once parsed; undefined where the operation has no such part. */
export type Parsed<Op extends AnyOperation, Part extends Key> = Op extends {
  readonly [K in Part]: infer Schema;
}
  ? z.output<Schema>
  : undefined;

/** What a part of an operation may be written as. */
export type Written<Op extends AnyOperation, Part extends Key> = Op extends {
  readonly [K in Part]: infer Schema;
}
  ? z.input<Schema>
  : undefined;
