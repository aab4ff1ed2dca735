import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readDocument } from './document.ts';
import { describeFinding, describeStatuses } from './print.ts';
import { runFuzz } from './run.ts';

const USAGE = `usage: npm run fuzz -- [--url http://localhost:4000] [--requests 5000] [--seed N] [--key KEY] [--concurrency 8]
Reads /openapi.json of a running app, and nothing else of it, sends that many requests, and tells each answer of 500 and
more, each status that is not documented, and each body that breaks its schema. Best against an app of its own:
  DATA_DIR=:memory: WRITES_PER_SECOND=0 npm start`;

const whole = z.coerce.number().int().positive();
const optionsSchema = z.strictObject({
  url: z.url().default('http://localhost:4000'),
  requests: whole.default(5_000),
  seed: z.coerce
    .number()
    .int()
    .default(Date.now() % 1_000_000),
  concurrency: whole.max(64).default(8),
  key: z.string().optional(),
});

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    requests: { type: 'string' },
    seed: { type: 'string' },
    key: { type: 'string' },
    concurrency: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const { help, ...given } = values;
const parsed = optionsSchema.safeParse(given);
if (help || !parsed.success) {
  if (!parsed.success) console.error(z.prettifyError(parsed.error));
  console.log(USAGE);
  process.exit(help ? 0 : 2);
}
const { url, requests, seed, concurrency, key } = parsed.data;

const jsonAt = async (path: string): Promise<unknown> => {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${url}${path} answers ${answer.status}`);
  return answer.json();
};

const demoKey = async (): Promise<string> =>
  z.object({ demoKey: z.string() }).parse(await jsonAt('/config.json')).demoKey;

const document = readDocument(await jsonAt('/openapi.json'));
const good = key ?? (await demoKey());
console.log(`seed ${seed}: ${requests} requests to ${document.endpoints.length} endpoints of ${url}`);
const began = performance.now();
/** A status of 500 and more, documented or not, but for what no request can help: no price, no tick yet. */
const EXPECTED_503 = /"price_unavailable"|"status":"degraded"/;
/** Of the gateway, to a credential that is not good. */
const FORBIDDEN = '{"message":"Forbidden"}';
const report = await runFuzz({
  ...document,
  url,
  requests,
  seed,
  concurrency,
  credentials: { good, wrong: `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}` },
  judge: ({ planned, answer }) => {
    if (planned.credential === 'good' && answer.status === 403 && answer.text === FORBIDDEN) {
      return 'is refused: the key has stopped working';
    }
    if (answer.status >= 500 && !EXPECTED_503.test(answer.text)) return `answers ${answer.status}`;
    if (!answer.headers['x-request-id'] && !answer.headers['apigw-requestid']) return 'has no request id';
    return document.complaint(planned.endpoint, answer);
  },
});
console.log(describeStatuses(report));
for (const finding of report.findings) console.error(`\n${describeFinding(finding)}`);
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
console.log(`\n${report.sent} requests in ${seconds} s, ${report.findings.length} findings, seed ${seed}`);
process.exitCode = report.findings.length === 0 ? 0 : 1;
