import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeLock } from './file-lock.ts';

export interface DataDirectory {
  /** The DynamoDB of this mode; undefined: in memory. */
  readonly databaseFile: string | undefined;
  /** What all modes share; undefined: nothing is kept. */
  readonly shared: string | undefined;
  readonly logs: string | undefined;
  /** How far each reader of a table's stream has come; undefined: not kept. */
  readonly checkpointFile: string | undefined;
  /** What S3 holds; undefined: not kept. */
  readonly objects: string | undefined;
  /** The user pools of this mode; undefined: in memory. */
  readonly cognito: string | undefined;
  readonly release: () => void;
}

/**
 * Where one market mode keeps its data, held by one run at a time.
 * @param fresh whether the run begins with empty tables: a market that starts again in the past cannot go on from
 *   what an earlier run made of its future
 * @throws Error naming DATA_DIR where another run holds it
 */
export const openDataDirectory = (dataDir: string, mode: string, fresh: boolean): DataDirectory => {
  if (dataDir === ':memory:') {
    return {
      databaseFile: undefined,
      shared: undefined,
      logs: undefined,
      checkpointFile: undefined,
      objects: undefined,
      cognito: undefined,
      release: () => undefined,
    };
  }
  const shared = resolve(dataDir);
  const own = join(shared, mode);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(own, 'lock'));
  if ('heldBy' in lock) {
    throw new Error(`DATA_DIR: ${own} is in use by process ${lock.heldBy}: stop it, or set another DATA_DIR`);
  }
  const logs = keepLastLogs(own);
  const databaseFile = join(own, 'tables.db');
  if (fresh) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${databaseFile}${suffix}`, { force: true });
  }
  const cognito = join(own, 'cognito');
  const checkpointFile = join(own, 'streams.json');
  const objects = join(own, 's3');
  // Who is known goes with what they own.
  if (fresh) rmSync(cognito, { recursive: true, force: true });
  if (fresh) rmSync(checkpointFile, { force: true });
  if (fresh) rmSync(objects, { recursive: true, force: true });
  return { databaseFile, shared, logs, cognito, checkpointFile, objects, release: lock.release };
};

/** A folder for the logs of this run, those of the last one beside it: no more than two runs pile up. */
const keepLastLogs = (own: string): string => {
  const logs = join(own, 'logs');
  const last = join(own, 'logs.last');
  if (existsSync(logs)) {
    rmSync(last, { recursive: true, force: true });
    renameSync(logs, last);
  }
  mkdirSync(logs, { mode: 0o700 });
  return logs;
};
