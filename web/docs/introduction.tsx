import { Code, Prose } from './parts.tsx';

const CONVENTIONS: readonly (readonly [what: string, how: string])[] = [
  [
    'Credentials',
    'An API key or the access token of a sign-in, as `Authorization: Bearer ...` and nowhere else. A key has scopes: `read`, `trade`, `admin`; who signed in has all of them.',
  ],
  [
    'Decimals',
    'Text, exact: `"0.05"`. JSON numbers are floats and are refused (the simple API alone takes them).',
  ],
  ['Times', 'RFC 3339: answers in UTC with milliseconds, requests with any offset.'],
  [
    'Bodies',
    'JSON with `Content-Type: application/json`, at most 64 kB. An unknown field is refused, not ignored.',
  ],
  [
    'Lists',
    '`?limit=` and `?cursor=`. The answer is `{"items": [...], "next": "..."}`: `next` is the cursor of the next page, `null` on the last.',
  ],
  [
    'Errors',
    '`application/problem+json` (RFC 9457): `code` is stable, and `errors` names each field that breaks a rule. The gateway in front answers `{"message": "..."}`.',
  ],
  [
    'Request ids',
    'Every answer has its id as `x-request-id`; the log has the same. What the gateway itself answers has `apigw-requestid`.',
  ],
  [
    'Repeats',
    'A `clientTradeId` or `clientEntryId` makes a repeat harmless: the same again is answered with what was made the first time.',
  ],
];

export const Introduction = () => (
  <header id="about" className="scroll-mt-16 pb-8 lg:scroll-mt-4">
    <h1 className="text-price font-semibold">API reference</h1>
    <p className="mt-3 max-w-prose text-body text-muted">
      Every request that this installation answers, written from the list that its routes, its handlers and
      its typed client are made of. The same as data:{' '}
      <a href="/openapi.json" className="text-info hover:underline">
        /openapi.json
      </a>{' '}
      (OpenAPI 3.1).
    </p>
    <div className="mt-6 grid gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,11fr)_minmax(0,9fr)]">
      <dl className="divide-y divide-line rounded-md border border-line bg-surface text-table">
        {CONVENTIONS.map(([what, how]) => (
          <div key={what} className="px-3 py-2 sm:grid sm:grid-cols-[6.5rem_minmax(0,1fr)] sm:gap-x-4">
            <dt className="font-semibold">{what}</dt>
            <dd className="mt-0.5 text-muted sm:mt-0">
              <Prose text={how} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="min-w-0">
        <Code title="Once, for the examples below">
          {
            '# where this page is\nexport API=http://localhost:4000\n# an API key: npm start prints one\nexport KEY=pw_...\n# the accessToken of a sign-in\nexport TOKEN=eyJ...'
          }
        </Code>
        <Code title="Every error under /v1">
          {JSON.stringify(
            {
              type: 'urn:paperwick:problem:invalid_trade',
              title: 'The trade breaks rules of its market',
              status: 422,
              detail: 'the trade breaks a rule: stopLoss of a long must be below 64000',
              code: 'invalid_trade',
              instance: 'b1946ac9-2492-4d23-8f5e-6c1d0e7f3a52',
              errors: [
                {
                  field: 'stopLoss',
                  code: 'stop_loss_not_below_entry',
                  message: 'stopLoss of a long must be below 64000',
                },
              ],
            },
            null,
            2,
          )}
        </Code>
      </div>
    </div>
  </header>
);
