import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Stack } from '../template/stack.ts';
import { wildcard } from './wildcard.ts';

const deploymentSchema = z.object({
  SourceObjectKeys: z.array(z.string()),
  DestinationBucketKeyPrefix: z.undefined().optional(),
  Exclude: z.array(z.string()).default([]),
  Include: z.array(z.string()).default([]),
  SystemMetadata: z.object({ 'cache-control': z.string().optional() }).default({}),
});

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const COMPRESSED_ALREADY = new Set(['.ico', '.png', '.webp', '.woff2']);

/** One object of the bucket. */
export class SiteFile {
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly body: Buffer;
  readonly etag: string;
  readonly #compressible: boolean;
  #gzipped: Buffer | undefined;

  constructor(path: string, cacheControl: string | undefined) {
    const extension = extname(path);
    this.body = readFileSync(path);
    this.contentType = TYPES[extension] ?? 'application/octet-stream';
    this.cacheControl = cacheControl;
    this.etag = `"${createHash('md5').update(this.body).digest('hex')}"`;
    this.#compressible = this.body.length > 1_000 && !COMPRESSED_ALREADY.has(extension);
  }

  /** As the distribution compresses it; undefined where that gains nothing. */
  gzipped(): Buffer | undefined {
    if (!this.#compressible) return undefined;
    this.#gzipped ??= gzipSync(this.body);
    return this.#gzipped;
  }
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/**
 * What the stack's bucket deployments put into the bucket, by path (`/assets/x.js`). Later filters win over earlier
 * ones, as in `aws s3 sync`, which the deployment calls.
 */
export const readSiteContent = (stack: Stack): ReadonlyMap<string, SiteFile> => {
  const files = new Map<string, SiteFile>();
  for (const { properties } of stack.read('Custom::CDKBucketDeployment', deploymentSchema)) {
    const { SourceObjectKeys, Exclude, Include, SystemMetadata } = properties;
    const copied = (key: string) =>
      Include.some((pattern) => wildcard(pattern).test(key)) ||
      !Exclude.some((pattern) => wildcard(pattern).test(key));
    // A source that is one file (data made at synthesis) is answered by the runtime itself.
    for (const source of SourceObjectKeys.map((key) => stack.assetPath(key))) {
      if (!statSync(source).isDirectory()) continue;
      for (const path of filesIn(source)) {
        const key = relative(source, path).split(sep).join('/');
        if (copied(key)) files.set(`/${key}`, new SiteFile(path, SystemMetadata['cache-control']));
      }
    }
  }
  return files;
};
