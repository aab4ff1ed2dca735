import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../gateway/messages.ts';
import { S3Error } from './s3-error.ts';

/** What the functions have for credentials. */
const SECRET = 'local';
const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A week, as S3 has it. */
const MOST_SECONDS = 604_800;

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', '%2B'));
  } catch {
    return text;
  }
};

/** Names and values of a query, decoded, in the order in which they were sent. */
export const queryPairs = (query: string): [string, string][] =>
  query === ''
    ? []
    : query.split('&').map((pair): [string, string] => {
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        return [decode(name), decode(value)];
      });

const canonicalQuery = (query: string): string =>
  queryPairs(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

interface Claim {
  readonly credential: string;
  /** `20260101T000000Z` */
  readonly date: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly payloadHash: string;
}

const claimOf = (request: HttpRequest): Claim & { readonly expiresSeconds?: number } => {
  const query = new Map(queryPairs(request.query));
  if (query.get('X-Amz-Algorithm') === ALGORITHM) {
    return {
      credential: query.get('X-Amz-Credential') ?? '',
      date: query.get('X-Amz-Date') ?? '',
      signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
      signature: query.get('X-Amz-Signature') ?? '',
      payloadHash: 'UNSIGNED-PAYLOAD',
      expiresSeconds: Number(query.get('X-Amz-Expires')),
    };
  }
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=(\w+)$/;
  const [, credential, signedHeaders, signature] = header.exec(request.headers.authorization ?? '') ?? [];
  if (!credential || !signedHeaders || !signature) throw new S3Error('AccessDenied', 'Access Denied');
  const date = String(request.headers['x-amz-date'] ?? '');
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  return { credential, date, signedHeaders, signature, payloadHash };
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const expectedSignature = (request: HttpRequest, claim: Claim): Buffer => {
  const { date, signedHeaders, payloadHash } = claim;
  const [, ...scope] = claim.credential.split('/');
  const headers = signedHeaders
    .split(';')
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replaceAll(/\s+/g, ' ')}\n`,
    )
    .join('');
  const path = request.path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
  const canonical = [
    request.method,
    path,
    canonicalQuery(request.query),
    headers,
    signedHeaders,
    payloadHash,
  ];
  const hashed = createHash('sha256').update(canonical.join('\n')).digest('hex');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${SECRET}`);
  return hmac(key, [ALGORITHM, date, scope.join('/'), hashed].join('\n'));
};

const timeOf = (date: string): number => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return y ? Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`) : Number.NaN;
};

/**
 * Checks a request's signature (version 4), in its header or in a presigned address.
 * @param now ms of the real time: links age in it
 * @throws S3Error where it is not signed, signed wrongly, or its time is over
 */
export const checkSignature = (request: HttpRequest, now: number): void => {
  const claim = claimOf(request);
  if (claim.expiresSeconds !== undefined) {
    const { expiresSeconds: seconds } = claim;
    if (!(seconds >= 1 && seconds <= MOST_SECONDS)) {
      throw new S3Error('InvalidArgument', 'X-Amz-Expires must be between 1 and 604800 seconds');
    }
    const signedAt = timeOf(claim.date);
    if (!(now <= signedAt + seconds * 1000)) throw new S3Error('AccessDenied', 'Request has expired');
  }
  const given = Buffer.from(claim.signature, 'hex');
  const expected = expectedSignature(request, claim);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  const signedHash = /^[0-9a-f]{64}$/.test(claim.payloadHash) ? claim.payloadHash : undefined;
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  if (signedHash && signedHash !== bodyHash) {
    throw new S3Error(
      'BadDigest',
      'The x-amz-content-sha256 you specified does not match what was computed.',
    );
  }
};
