import { S3Error } from './s3-error.ts';

/** The content of a body in S3's own chunks (`aws-chunked`), as the SDK sends streams: sizes in hex, then a trailer. */
export const decodeChunked = (body: Buffer): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (end < 0 || Number.isNaN(size)) throw new S3Error('InvalidArgument', 'the chunks are not well formed');
    if (size === 0) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
};
