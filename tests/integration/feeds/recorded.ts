import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe } from 'vitest';

const FOLDER = new URL('../../../../shared/data/responses/', import.meta.url);

/** Tests over recorded answers of the exchanges, which are no part of this repository. */
export const describeRecorded = (name: string, tests: () => void): void => {
  if (existsSync(FOLDER)) describe(name, tests);
  else describe.skip(`${name} (skipped: no recordings at ../shared/data/responses)`, tests);
};

/** The bytes of a recording as text. */
export const recording = (file: string): string => {
  const bytes = readFileSync(new URL(file, FOLDER));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};
