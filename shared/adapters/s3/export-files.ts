import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ExportFiles } from '../../ports/history.ts';
import { timeLimit } from '../time-limit.ts';
import { exportKey } from './export-key.ts';

const compress = promisify(gzip);

/** Texts one after the other, as one gzip file. */
export const gzipped = (parts: readonly string[]): Promise<Uint8Array> =>
  compress(Buffer.from(parts.join('')));

/** Files in a private bucket, which lets nobody in but by a signed link, and forgets them after a day. */
export const exportFiles = (bucket: string): ExportFiles => {
  // The bucket in the path: a local S3 has no host name for each bucket.
  const client = new S3Client({
    maxAttempts: 3,
    forcePathStyle: true,
    requestHandler: timeLimit(60_000),
  });
  return {
    async put(id, bytes) {
      const about = { Bucket: bucket, Key: exportKey(id), ContentType: 'application/gzip' };
      await client.send(new PutObjectCommand({ ...about, Body: bytes }));
    },
  };
};
