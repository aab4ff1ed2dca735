import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from './emulator.ts';
import { StreamRecords } from './stream-records.ts';

export interface Database {
  readonly endpoint: string;
  /** What its streams hold. Absent where it is another DynamoDB than the embedded one. */
  readonly records: StreamRecords | undefined;
  stop(): Promise<void>;
}

/**
 * The embedded DynamoDB over one file, or over one that is deleted at the end: only a file's streams can be kept short.
 * @throws Error where it does not start
 */
export const startDatabase = async (databaseFile: string | undefined): Promise<Database> => {
  const folder = databaseFile ? undefined : mkdtempSync(join(tmpdir(), 'paperwick-'));
  const forget = () => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  };
  const file = databaseFile ?? join(folder ?? '', 'tables.db');
  try {
    const emulator = await startEmulator(file);
    const records = new StreamRecords(file);
    const stop = async () => {
      records.close();
      await emulator.stop();
      forget();
    };
    return { endpoint: emulator.endpoint, records, stop };
  } catch (error) {
    forget();
    throw error;
  }
};
