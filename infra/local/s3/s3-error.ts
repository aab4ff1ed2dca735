import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../gateway/messages.ts';

const STATUS = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  InvalidArgument: 400,
  InvalidRange: 416,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
} as const;

/** An answer that S3 gives instead of what was asked for. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: keyof typeof STATUS;
  constructor(code: keyof typeof STATUS, message: string) {
    super(message);
    this.code = code;
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As S3 writes it: XML. */
export const errorResponse = ({ code, message }: S3Error, resource: string): HttpResponse => {
  const requestId = randomUUID();
  const fields = { Code: code, Message: message, Resource: resource, RequestId: requestId };
  const inner = Object.entries(fields).map(([name, text]) => `<${name}>${escaped(text)}</${name}>`);
  return {
    status: STATUS[code],
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join('')}</Error>`,
  };
};
