import * as z from 'zod';
import type { FieldError } from '../../shared/contract/errors.ts';
import { clientMessageSchema, type ParsedClientMessage } from '../../shared/contract/messages/client.ts';
import type { MessageErrorCode } from '../../shared/contract/messages/errors.ts';
import { LIMITS } from '../../shared/contract/messages/limits.ts';
import { parseInput } from '../../shared/contract/validation.ts';
import { parseJson } from '../middleware/parse-json.ts';

/** Why a message is not understood, with its id where that can be made out. */
export interface Refusal {
  readonly id?: string | undefined;
  readonly code: MessageErrorCode;
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds?: number | undefined;
}

export type Understood =
  | { readonly ok: true; readonly message: ParsedClientMessage }
  | { readonly ok: false; readonly refusal: Refusal };

const refuse = (refusal: Refusal): Understood => ({ ok: false, refusal });

const named = z.object({ id: z.string().max(64).optional().catch(undefined) });

/** Text that is JSON that is an object that is a message. Nothing that was sent is echoed but the id. */
export const parseMessage = (body: string, isBinary: boolean): Understood => {
  const size = Buffer.byteLength(body, isBinary ? 'base64' : 'utf8');
  if (size > LIMITS.messageBytes) {
    const message = `a message has at most ${LIMITS.messageBytes} bytes`;
    return refuse({ code: 'body_too_large', message, errors: [] });
  }
  const notJson = refuse({
    code: 'invalid_json',
    message: 'a message must be a JSON object, as text',
    errors: [],
  });
  if (isBinary) return notJson;
  let json: unknown;
  try {
    json = parseJson(body);
  } catch {
    return notJson;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return notJson;
  const parsed = parseInput(clientMessageSchema, json);
  if (parsed.ok) return { ok: true, message: parsed.data };
  const { errors } = parsed;
  const message = errors.map((error) => `${error.field || 'the message'} ${error.message}`).join('; ');
  const { id } = named.catch({ id: undefined }).parse(json);
  return refuse({ id, code: 'validation_failed', message: message.slice(0, 1000), errors });
};
