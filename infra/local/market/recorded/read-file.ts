import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BaseInterval } from '../market.ts';
import { readFileName } from './file-name.ts';
import { type Rows, readRows } from './read-rows.ts';
import { RecordError, ruleOf } from './record-error.ts';

const GZIP = [0x1f, 0x8b];

export interface RecordedFile extends Rows {
  readonly file: string;
  readonly symbol: string;
  readonly interval: BaseInterval;
}

/** @throws RecordError naming file, line and rule */
export const readFile = (file: string): RecordedFile => {
  const name = readFileName(basename(file));
  if (!name.success) throw new RecordError(file, undefined, ruleOf(name.error));
  return { file, ...name.data, ...readRows(file, textOf(file), name.data.interval) };
};

const textOf = (file: string): string => {
  try {
    const bytes = readFileSync(file);
    const zipped = GZIP.every((byte, index) => bytes[index] === byte);
    return (zipped ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new RecordError(
      file,
      undefined,
      `cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
};
