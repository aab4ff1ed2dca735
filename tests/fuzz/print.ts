import type { Finding, RunReport } from './run.ts';

const LONGEST = 600;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text);

const shown = (body: string | Uint8Array | undefined): string =>
  typeof body === 'string'
    ? JSON.stringify(body)
    : body === undefined
      ? ''
      : `bytes ${Buffer.from(body).toString('hex')}`;

/** One thing that is wrong, with the request that showed it first. */
export const describeFinding = ({ what, times, exchange: { sent, answer, planned } }: Finding): string =>
  [
    `${planned.endpoint.id}: ${what} (${times} times)`,
    `  ${sent.method} ${cut(sent.target)}`,
    `  ${planned.credential} credential, ${JSON.stringify({ ...sent.headers, authorization: undefined })}`,
    ...(sent.body === undefined ? [] : [`  body ${cut(shown(sent.body))}`]),
    `  answer ${answer.status} ${answer.headers['x-request-id'] ?? ''} ${cut(answer.text)}`,
  ].join('\n');

/** How often each endpoint answered what. */
export const describeStatuses = ({ statuses }: RunReport): string =>
  [...statuses]
    .map(([id, counts]) => {
      const sorted = [...counts].sort(([a], [b]) => a - b);
      return `${id.padEnd(24)} ${sorted.map(([status, count]) => `${status}: ${count}`).join('  ')}`;
    })
    .join('\n');
