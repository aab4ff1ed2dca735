import { basename, dirname } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../../infra/bundle.ts';
import type { FunctionName } from '../../../infra/functions.ts';

/** Whether somebody waits for the answer of a function: what has a budget. Each new one is classed here. */
const WAITED_FOR: Readonly<Record<FunctionName, boolean>> = {
  'http-trades': true,
  'http-accounts': true,
  'http-market': true,
  'http-candles': true,
  'http-auth': true,
  'http-simple': true,
  authorizer: true,
  'ws-connection': true,
  'ws-message': true,
  board: false,
  schedule: false,
  portfolios: false,
  pack: false,
  history: false,
  tick: false,
  settle: false,
  changes: false,
  'fan-out': false,
};

export const isWaitedFor = (name: FunctionName): boolean => WAITED_FOR[name];

/** Of a function that somebody waits for, minified: bytes as deployed, and without the SDK. */
export const BUDGET = { bytes: 800_000, withoutSdk: 300_000 } as const;

/** Bytes of each bundle without the SDK, as it would be if the copy of the Lambda runtime were used. Nothing is written. */
export const bytesWithoutSdk = async (): Promise<ReadonlyMap<string, number>> => {
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    outdir: 'unwritten',
    external: ['@aws-sdk/*', '@smithy/*'],
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(dirname(path)), contents.byteLength]));
};
