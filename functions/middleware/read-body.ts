import type { Operation } from '../../shared/contract/operation.ts';
import { addInput, type HttpEvent, type HttpMiddleware } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';
import { parseJson } from './parse-json.ts';

export const MAX_BODY_BYTES = 64 * 1024;

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

const headerOf = (event: HttpEvent, name: string): string =>
  Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

/** API Gateway sends what it does not take for text as base64. @throws TypeError where it is no UTF-8 */
const textOf = (event: HttpEvent): string => {
  const body = event.body ?? '';
  if (!event.isBase64Encoded) return body;
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
};

const parse = (event: HttpEvent): unknown => {
  try {
    return parseJson(textOf(event));
  } catch {
    // The parser's message quotes the body: it goes nowhere.
    throw new HttpProblem('invalid_json', 'the body must be JSON (RFC 8259)');
  }
};

const isEmptyObject = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(json).length === 0;

/** Size, content type and syntax of the body. */
export const readBody = (operation: Operation): HttpMiddleware => ({
  before: ({ event }: { event: HttpEvent }) => {
    // The content of a GET means nothing (RFC 9110, 9.3.1).
    if (operation.method === 'GET') return;
    const size = Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    if (size > MAX_BODY_BYTES) {
      throw new HttpProblem('body_too_large', `a body has at most ${MAX_BODY_BYTES} bytes`);
    }
    if (size === 0) {
      if (operation.bodyOptional) addInput(event, { json: {} });
      else if (operation.body) throw new HttpProblem('invalid_json', 'this needs a JSON body');
      return;
    }
    if (!JSON_TYPE.test(headerOf(event, 'content-type'))) {
      throw new HttpProblem('unsupported_media_type', 'send the body with "Content-Type: application/json"');
    }
    const json = parse(event);
    if (!operation.body && !isEmptyObject(json)) {
      // Ignoring it would be worse: a "quantity" sent to close would close everything.
      const error = { field: '', code: 'unexpected_body', message: 'this takes no body' };
      throw new HttpProblem('validation_failed', error.message, [error]);
    }
    addInput(event, { json });
  },
});
