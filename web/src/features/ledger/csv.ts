import { operationOf } from '../../../../shared/contract/operations.ts';
import type { LedgerFilter } from '../../api.ts';

/** The API's most for one page. */
const LINES = '1000';

const NEXT = /<([^>]+)>;\s*rel="next"/;

/** All lines of a filter as one CSV: the header once. @throws ApiError, or what `fetch` throws */
export const wholeCsv = async (
  filter: LedgerFilter,
  read: (path: string) => Promise<Response>,
): Promise<string> => {
  const query = new URLSearchParams({ limit: LINES });
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
  let path: string | undefined = `${operationOf('listLedger').path}?${query}`;
  let csv = '';
  while (path !== undefined) {
    const answer: Response = await read(path);
    const text = await answer.text();
    csv += csv === '' ? text : text.slice(text.indexOf('\r\n') + 2);
    path = NEXT.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return csv;
};
