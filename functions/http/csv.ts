import type { HttpEvent } from '../middleware/http-event.ts';

const CSV = 'text/csv';
export const CSV_TYPE = { 'content-type': `${CSV}; charset=utf-8` };

/** Whoever names CSV gets it; browsers and most programs name JSON, or anything. */
export const wantsCsv = (event: HttpEvent): boolean => {
  const accept = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'accept')?.[1];
  return (accept ?? '').split(',').some((type) => type.split(';')[0]?.trim().toLowerCase() === CSV);
};

/** The page after this one, as RFC 8288 has it: a CSV has no room for where it begins. */
export const nextLink = (
  event: HttpEvent,
  path: string,
  next: Readonly<Record<string, string>> | undefined,
): Record<string, string> => {
  if (next === undefined) return {};
  const query = new URLSearchParams(
    Object.entries({ ...event.queryStringParameters, ...next }).map(
      ([name, value = '']): [string, string] => [name, value],
    ),
  );
  return { link: `<${path}?${query.toString()}>; rel="next"` };
};
