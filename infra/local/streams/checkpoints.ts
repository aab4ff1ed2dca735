import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Position } from './table-stream.ts';

const keptSchema = z.record(
  z.string(),
  z.object({
    /** Of the stream as it was made: another one counts anew. */
    stream: z.string(),
    position: z.object({ kind: z.enum(['at', 'after']), sequence: z.string() }),
  }),
);
type Kept = z.output<typeof keptSchema>;

/** At most so often the file is written, ms: what was delivered since comes again after a crash. */
const PACE_MS = 1_000;

/** How far each mapping has read, in a file: a run goes on where the last one ended, at least once. */
export class Checkpoints {
  readonly #file: string | undefined;
  #kept: Kept = {};
  #timer: NodeJS.Timeout | undefined;

  /** @param file nothing is kept where absent */
  constructor(file: string | undefined) {
    this.#file = file;
    if (!file || !existsSync(file)) return;
    try {
      this.#kept = keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Half a file, or one of another version: reading begins as the template says.
    }
  }

  of(mapping: string, stream: string): Position | undefined {
    const kept = this.#kept[mapping];
    return kept?.stream === stream ? kept.position : undefined;
  }

  set(mapping: string, stream: string, position: Position): void {
    if (!('sequence' in position) || !this.#file) return;
    this.#kept[mapping] = { stream, position };
    this.#timer ??= setTimeout(() => this.#saveIfPossible(), PACE_MS).unref();
  }

  /** A full disk, or a directory that somebody has removed, stops nobody: what was delivered since may come again. */
  #saveIfPossible(): void {
    try {
      this.save();
    } catch (error) {
      console.error(
        `paperwick: how far the table streams were read is not kept: ${(error as Error).message}`,
      );
    }
  }

  /** @throws Error where the file cannot be written */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#file) return;
    writeFileSync(`${this.#file}.part`, JSON.stringify(this.#kept), { mode: 0o600 });
    renameSync(`${this.#file}.part`, this.#file);
  }
}
