import { request } from 'node:http';
import type { Planned } from './requests.ts';

export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Ids and cursors that answers had, by the collection that they came from. */
export class Harvest {
  readonly #found = new Map<string, string[]>();

  /** `/v1/trades/{id}/logs` is about `/v1/trades`. */
  static #collection(path: string): string {
    return path.split('/{')[0] ?? path;
  }

  /**
   * Keeps the newest few of each. Ids are those of what was made here: what was there before may be the very key that
   * this is asked with, and revoking it would end the run.
   */
  take({ method, path }: { readonly method: string; readonly path: string }, json: unknown): void {
    const { id, trade_id: tradeId, next } = Object(json) as Record<string, unknown>;
    if (method === 'POST' && !path.includes('{')) {
      for (const made of [id, tradeId]) if (typeof made === 'string') this.#keep(path, made);
      if (typeof tradeId === 'string') this.#keep('/trade', tradeId);
    }
    if (typeof next === 'string') this.#keep(`${path}?cursor`, next);
  }

  #keep(key: string, value: string): void {
    const before = this.#found.get(key) ?? [];
    if (!before.includes(value)) this.#found.set(key, [...before.slice(-19), value]);
  }

  earlier(key: string, pick: number): string | undefined {
    const known = this.#found.get(key.includes('?') ? key : Harvest.#collection(key)) ?? [];
    return known[pick % known.length];
  }
}

/** Text of a path or a query, whatever it holds: a lone surrogate is no character, and has no code. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** The request itself, with what earlier answers had in the places that want it. */
export const written = (
  planned: Planned,
  harvest: Harvest,
  credentials: { good: string; wrong: string },
): Sent => {
  const { endpoint, params, query, pick } = planned;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { value = '', earlier = false } = params[name] ?? {};
    return encoded((earlier ? harvest.earlier(endpoint.path, pick) : undefined) ?? value);
  });
  const pairs = query.map(([name, value]) => {
    const cursor =
      name === 'cursor' && pick % 3 > 0 ? harvest.earlier(`${endpoint.path}?cursor`, pick) : undefined;
    return `${encoded(name)}=${encoded(cursor ?? value)}`;
  });
  const { credential, body } = planned;
  const headers = {
    ...planned.headers,
    ...(credential === 'none' ? {} : { authorization: `Bearer ${credentials[credential]}` }),
  };
  return {
    method: endpoint.method,
    target: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path,
    headers,
    body,
  };
};

/** Raw: fetch would mend what is meant to be odd. */
export const send = (url: string, { method, target, headers, body }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      { hostname, port, method, path: target, headers: { ...headers, ...length } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
