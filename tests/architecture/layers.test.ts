import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Each breaks one rule: [rule, file, what it imports]. */
const VIOLATIONS = [
  ['no-cycles', 'shared/domain/egg.ts', "import { hen } from './hen.ts'"],
  ['no-unresolvable', 'shared/domain/lost.ts', "import { x } from './nowhere.ts'"],
  ['nothing-imports-tests', 'functions/tested.ts', "import { x } from '../tests/fixture.ts'"],
  ['domain-is-alone', 'shared/domain/reaching.ts', "import type { Port } from '../ports/port.ts'"],
  ['domain-has-no-io', 'shared/domain/reading.ts', "import { readFile } from 'node:fs/promises'"],
  ['domain-has-few-packages', 'shared/domain/calling.ts', "import axios from 'axios'"],
  ['ports-know-the-domain', 'shared/ports/using.ts', "import type { x } from '../application/case.ts'"],
  ['application-knows-ports', 'shared/application/storing.ts', "import { x } from '../adapters/store.ts'"],
  [
    'contract-knows-the-domain',
    'shared/contract/using.ts',
    "import type { x } from '../application/case.ts'",
  ],
  [
    'inner-layers-have-no-sdk',
    'shared/application/sdk.ts',
    "import { GetCommand } from '@aws-sdk/lib-dynamodb'",
  ],
  ['adapters-implement-ports', 'shared/adapters/calling.ts', "import { x } from '../application/case.ts'"],
  ['runtime-composes', 'shared/adapters/runtime/x.ts', "import { x } from '../../../functions/plain.ts'"],
  [
    'adapters-only-through-runtime',
    'functions/picking.ts',
    "import { x } from '../shared/adapters/store.ts'",
  ],
  ['functions-are-thin', 'functions/deploying.ts', "import { x } from '../infra/plain.ts'"],
  ['infra-knows-the-contract', 'infra/running.ts', "import { x } from '../functions/plain.ts'"],
  ['local-runs-the-assembly', 'infra/local/running.ts', "import { x } from '../../functions/plain.ts'"],
  ['web-knows-the-contract', 'web/src/storing.ts', "import { x } from '../../shared/adapters/store.ts'"],
  ['features-are-apart', 'web/src/features/form/form.tsx', "import { x } from '../chart/chart.ts'"],
  ['ui-holds-no-data-access', 'web/src/ui/button.ts', "import { useQuery } from '@tanstack/react-query'"],
  ['browser-has-no-node', 'web/src/disk.ts', "import { join } from 'node:path'"],
  ['shipped-code-has-shipped-packages', 'functions/bundling.ts', "import { build } from 'esbuild'"],
] as const;

const LAWFUL = {
  'shared/domain/plain.ts': "import * as z from 'zod'; export const x = z.string();",
  'shared/domain/hen.ts': "import { egg } from './egg.ts'; export const hen = egg;",
  'shared/ports/port.ts': "import type { x } from '../domain/plain.ts'; export type Port = typeof x;",
  'shared/application/case.ts': "import type { Port } from '../ports/port.ts'; export type x = Port;",
  'shared/adapters/store.ts':
    "import { GetCommand } from '@aws-sdk/lib-dynamodb'; export const x = GetCommand;",
  'functions/plain.ts':
    "import type { x as y } from '../shared/application/case.ts'; export const x = {} as y;",
  'infra/plain.ts': "import { App } from 'aws-cdk-lib'; export const x = App;",
  'web/src/features/chart/chart.ts':
    "import { x as y } from '../../../../shared/domain/plain.ts'; export const x = y;",
  'tests/fixture.ts': "import { x as y } from '../shared/adapters/store.ts'; export const x = y;",
} as const;

/** Rule names by the file that breaks them. */
const cruise = async (directory: string): Promise<Map<string, string[]>> => {
  const { stdout } = await run(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(import.meta.dirname, 'typescript-api.ts')).href,
      join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json'],
      ...['shared', 'functions', 'infra', 'web', 'tests'],
    ],
    { cwd: directory, maxBuffer: 64 * 1024 * 1024 },
  );
  const broken = new Map<string, string[]>();
  for (const { from, rule } of report.parse(JSON.parse(stdout)).summary.violations)
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  return broken;
};

describe('the rules between the layers', () => {
  let directory: string;
  let broken: Map<string, string[]>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'layers-'));
    await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    const copies = ['tsconfig.json', 'package.json'];
    await Promise.all(copies.map((name) => symlink(join(ROOT, name), join(directory, name))));
    const files = [
      ...Object.entries(LAWFUL),
      ...VIOLATIONS.map(([, file, line]) => [file, `${line}; export const egg = 1;`] as const),
    ];
    for (const [file, text] of files) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), text);
    }
    broken = await cruise(directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each(VIOLATIONS)('%s is broken by %s', (rule, file) => {
    expect(broken.get(file)).toContain(rule);
  });

  test('imports along the layers break no rule', () => {
    const inTheCycle = 'shared/domain/hen.ts';
    const lawful = Object.keys(LAWFUL).filter((file) => file !== inTheCycle);
    expect(lawful.filter((file) => broken.has(file))).toEqual([]);
  });

  test('this repository breaks no rule', async () => {
    expect(Object.fromEntries(await cruise(ROOT))).toEqual({});
  });
});
