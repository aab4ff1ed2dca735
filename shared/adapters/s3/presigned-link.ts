import { createHash, createHmac } from 'node:crypto';

/** Who signs, and where the bucket is: as Lambda's environment says. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's credentials, which are temporary. */
  readonly sessionToken?: string | undefined;
  readonly region: string;
  /** Another S3 than that of AWS. */
  readonly endpoint?: string | undefined;
}

export interface SignedObject {
  readonly bucket: string;
  readonly key: string;
  /** Headers of the answer: `response-content-type` and the like. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** RFC 3986: encodeURIComponent leaves five characters that S3 wants encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * A link that lets whoever has it fetch one object, for so many seconds (AWS Signature Version 4 in the query, the bucket in
 * the path). It is arithmetic alone, so the 400 kB of the S3 client need not be in what answers people.
 * @param now ms, real time
 */
export const presignedLink = (signer: Signer, object: SignedObject, now: number): string => {
  const { accessKeyId, secretAccessKey, sessionToken, region } = signer;
  const base = new URL(signer.endpoint ?? `https://s3.${region}.amazonaws.com`);
  const parts = [object.bucket, ...object.key.split('/')].filter((part) => part !== '');
  const path = `/${parts.map(encode).join('/')}`;
  const time = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const parameters: Record<string, string> = {
    ...object.overrides,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(object.seconds),
    ...(sessionToken ? { 'X-Amz-Security-Token': sessionToken } : {}),
    'X-Amz-SignedHeaders': 'host',
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const request = ['GET', path, query, `host:${base.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${secretAccessKey}`);
  return `${base.origin}${path}?${query}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`;
};
