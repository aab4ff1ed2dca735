import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const aboutSchema = z.object({
  key: z.string(),
  etag: z.string(),
  /** ms of the real time. */
  modifiedAt: z.number(),
  /** The headers that it was stored with and is served with. */
  headers: z.record(z.string(), z.string()),
});

export interface StoredObject extends z.output<typeof aboutSchema> {
  readonly body: Buffer;
}

const LENGTH_BYTES = 4;

/** Objects as files, each with what is known of it before its content: written whole, or not at all. */
export class ObjectStore {
  readonly #folder: string;
  readonly #temporary: boolean;

  /** @param folder where absent, one that is deleted at the end */
  constructor(folder: string | undefined) {
    this.#temporary = folder === undefined;
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), 'paperwick-s3-'));
  }

  async put(
    bucket: string,
    key: string,
    body: Buffer,
    headers: Record<string, string>,
  ): Promise<StoredObject> {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const about = { key, etag, modifiedAt: Date.now(), headers };
    const json = Buffer.from(JSON.stringify(about));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(json.length);
    const file = this.#file(bucket, key);
    const part = `${file}.${randomUUID()}`;
    await writeFile(part, Buffer.concat([length, json, body]), { mode: 0o600 });
    await rename(part, file);
    return { ...about, body };
  }

  async get(bucket: string, key: string): Promise<StoredObject | undefined> {
    let content: Buffer;
    try {
      content = await readFile(this.#file(bucket, key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const end = LENGTH_BYTES + content.readUInt32BE(0);
    const about = aboutSchema.parse(JSON.parse(content.subarray(LENGTH_BYTES, end).toString('utf8')));
    return { ...about, body: content.subarray(end) };
  }

  async delete(bucket: string, key: string): Promise<void> {
    await rm(this.#file(bucket, key), { force: true });
  }

  close(): void {
    if (this.#temporary) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Named by a hash: no key leads out of the folder, nor is too long for a file. */
  #file(bucket: string, key: string): string {
    const folder = join(this.#folder, bucket);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return join(folder, createHash('sha256').update(key).digest('hex'));
  }
}
