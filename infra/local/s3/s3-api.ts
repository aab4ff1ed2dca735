import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts';
import { decodeChunked } from './aws-chunked.ts';
import type { Bucket } from './buckets.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { errorResponse, S3Error } from './s3-error.ts';
import { checkSignature, queryPairs } from './signature.ts';

/** Kept with an object and served with it. */
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
/** Of a presigned link: what its answer's headers are instead. */
const OVERRIDES: Readonly<Record<string, string>> = Object.fromEntries(
  KEPT_HEADERS.map((name) => [`response-${name}`, name]),
);
/** Parameters that belong to the signature or to the SDK; any other asks for something that is not served. */
const IGNORED = /^(x-id|X-Amz-[\w-]+|x-amz-checksum-mode)$/;

const isKept = (name: string): boolean => KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-');

/** S3 in small, path style: PutObject, GetObject, HeadObject, DeleteObject, and presigned links of them. */
export class S3Api {
  readonly #buckets: ReadonlyMap<string, Bucket>;
  readonly #store: ObjectStore;
  readonly #now: () => number;

  /** @param now the real time: links and objects age in it */
  constructor(buckets: ReadonlyMap<string, Bucket>, store: ObjectStore, now: () => number = Date.now) {
    this.#buckets = buckets;
    this.#store = store;
    this.#now = now;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    try {
      const answer = await this.#answer(request);
      return { ...answer, headers: { ...answer.headers, 'x-amz-request-id': randomUUID() } };
    } catch (error) {
      if (error instanceof S3Error) return errorResponse(error, request.path);
      throw error;
    }
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    checkSignature(request, this.#now());
    const overrides = overridesOf(request);
    const [name, key] = placeOf(request.path);
    const bucket = this.#buckets.get(name);
    if (!bucket) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
    if (key === '') throw new S3Error('NotImplemented', 'the local S3 serves objects, not buckets');
    if (request.method === 'PUT') return this.#put(name, key, request);
    if (request.method === 'DELETE') {
      await this.#store.delete(name, key);
      return { status: 204, headers: {}, body: '' };
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.');
    }
    const found = await this.#find(name, key);
    if (!found) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    return objectResponse(found, request, overrides);
  }

  async #put(bucket: string, key: string, { headers, body }: HttpRequest): Promise<HttpResponse> {
    if (headers['x-amz-copy-source']) throw new S3Error('NotImplemented', 'CopyObject is not served here');
    if (headers['if-none-match'] === '*' && (await this.#find(bucket, key))) {
      throw new S3Error(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
      );
    }
    const chunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
    const kept = Object.entries(headers)
      .filter(([name]) => isKept(name))
      .map(([name, value]): [string, string] => [name, withoutChunked(name, String(value))])
      .filter(([, value]) => value !== '');
    const stored = await this.#store.put(
      bucket,
      key,
      chunked ? decodeChunked(body) : body,
      Object.fromEntries(kept),
    );
    return { status: 200, headers: { etag: stored.etag }, body: '' };
  }

  async #find(bucket: string, key: string): Promise<StoredObject | undefined> {
    const found = await this.#store.get(bucket, key);
    if (!found) return undefined;
    if (!this.#buckets.get(bucket)?.isExpired(key, found.modifiedAt, this.#now())) return found;
    await this.#store.delete(bucket, key);
    return undefined;
  }
}

/** Bucket and key of a path. */
const placeOf = (path: string): [string, string] => {
  try {
    const [, name = '', ...segments] = path.split('/').map((segment) => decodeURIComponent(segment));
    return [name, segments.join('/')];
  } catch {
    throw new S3Error('InvalidArgument', 'the path is not well encoded');
  }
};

/** How the SDK sends a stream is no property of the object. */
const withoutChunked = (name: string, value: string): string =>
  name === 'content-encoding' ? value.replace(/(^|, *)aws-chunked/, '') : value;

const overridesOf = ({ query }: HttpRequest): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const [name, value] of queryPairs(query)) {
    const header = OVERRIDES[name];
    if (header) found[header] = value;
    else if (!IGNORED.test(name))
      throw new S3Error('NotImplemented', `the parameter ${name} is not served here`);
  }
  return found;
};

const objectResponse = (
  object: StoredObject,
  { headers }: HttpRequest,
  overrides: Readonly<Record<string, string>>,
): HttpResponse => {
  const common = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    ...overrides,
    etag: object.etag,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (headers['if-none-match'] === object.etag) return { status: 304, headers: common, body: '' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  if (!range) return { status: 200, headers: common, body: object.body };
  const [start, end] = [Number(range[1]), Math.min(Number(range[2] || Infinity), object.body.length - 1)];
  if (start > end) throw new S3Error('InvalidRange', 'The requested range is not satisfiable');
  const part = { 'content-range': `bytes ${start}-${end}/${object.body.length}` };
  return { status: 206, headers: { ...common, ...part }, body: object.body.subarray(start, end + 1) };
};
