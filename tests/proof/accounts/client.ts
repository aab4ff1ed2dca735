/** What came back: 0 where nothing did. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

const NOTHING: Answer = { status: 0, body: {} };

/** One client of the API, by its key. Never throws: what cannot be reached did not answer. */
export const client =
  (url: string, key: string): Ask =>
  async (method, path, body) => {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
    } catch {
      return NOTHING;
    }
  };

/** Nobody knows whether it was done: the answer got lost, or the process that worked on it died. */
export const isUnknown = ({ status }: Answer): boolean => status === 0 || status >= 500;

/** Not done, and to be asked again later: a limit on requests. */
export const isPutOff = ({ status }: Answer): boolean => status === 429;

/** All items of a list, page by page. @throws Error where a page is refused */
export const allOf = async (ask: Ask, path: string): Promise<Readonly<Record<string, unknown>>[]> => {
  const items: Readonly<Record<string, unknown>>[] = [];
  const join = path.includes('?') ? '&' : '?';
  let cursor: unknown = null;
  do {
    const suffix = cursor === null ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
    const { status, body } = await ask('GET', `${path}${join}limit=100${suffix}`);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    items.push(...(body.items as Readonly<Record<string, unknown>>[]));
    cursor = body.next ?? null;
  } while (cursor !== null);
  return items;
};
