import { DatabaseSync } from 'node:sqlite';

/** Deleted at once at most: more would hold up the emulator. */
const TRIMMED_AT_ONCE = 2_000;

/**
 * The emulator keeps what it writes to streams for ever, and looks through all of it for the number of the next record:
 * after an hour each write would be ten times as dear. So its file gets an index, and loses what nobody will read.
 */
export class StreamRecords {
  readonly #database: DatabaseSync;

  /** @param file of an emulator that is running: it has made its tables */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA busy_timeout = 2000;
      PRAGMA synchronous = OFF;
      CREATE INDEX IF NOT EXISTS paperwick_stream_order
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));`);
  }

  /** Forgets the records of a table before a sequence number; the newest stays, since the next is counted from it. */
  trim(table: string, before: number): void {
    const newest = `SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?`;
    this.#database
      .prepare(
        `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
           WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < MIN(?, (${newest}))
           ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${TRIMMED_AT_ONCE})`,
      )
      .run(table, before, table);
  }

  count(table: string): number {
    const row = this.#database
      .prepare('SELECT COUNT(*) AS count FROM _stream_records WHERE table_name = ?')
      .get(table);
    return Number(row?.count);
  }

  close(): void {
    this.#database.close();
  }
}
