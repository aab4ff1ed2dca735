import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Row, Section } from '../report.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

/** Local files that a text names, as attribute of the page or url() of a style sheet. */
const named = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, path = '']) => path)),
];
const OF_PAGE = /(?:src|href)="(\/[^"]+\.(?:js|css|svg|webmanifest))"/g;
const OF_STYLE = /url\(["']?(\/[^"')]+\.woff2)/g;

/** Built anew and for production: web/dist may be old, or a test's. */
const buildInto = async (outDir: string): Promise<void> => {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = [
    '--config',
    join(ROOT, 'web', 'vite.config.ts'),
    '--outDir',
    outDir,
    '--logLevel',
    'error',
  ];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
};

/** The page, what it names, and the fonts its styles name: all that comes before the first interaction. */
const firstLoad = async (dist: string): Promise<string[]> => {
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  const files = named(page, OF_PAGE);
  const styles = files.filter((file) => file.endsWith('.css'));
  const fonts = await Promise.all(
    styles.map(async (file) => named(await readFile(join(dist, file), 'utf8'), OF_STYLE)),
  );
  return ['/index.html', ...files, ...fonts.flat()];
};

interface Loaded {
  readonly file: string;
  readonly raw: number;
  /** Compressed as it is sent; fonts are compressed as they are. */
  readonly sent: number;
}

const sizesIn = async (dist: string): Promise<Loaded[]> =>
  Promise.all(
    (await firstLoad(dist)).map(async (file) => {
      const content = await readFile(join(dist, file));
      const sent = file.endsWith('.woff2') ? content.byteLength : gzipSync(content).byteLength;
      return { file, raw: content.byteLength, sent };
    }),
  );

/** What the browser loads before the first interaction. */
export const dashboard = async (): Promise<Section> => {
  const dist = await mkdtemp(join(tmpdir(), 'paperwick-web-'));
  try {
    await buildInto(dist);
    const sizes = await sizesIn(dist);
    const total = (of: 'raw' | 'sent') => kilobytes(sizes.reduce((sum, size) => sum + size[of], 0));
    const rows: Row[] = sizes.map(({ file, raw, sent }) => ({
      name: file,
      values: { 'raw, kB': kilobytes(raw), 'gzip, kB': kilobytes(sent) },
    }));
    const all: Row = {
      name: 'all',
      values: { 'raw, kB': total('raw'), 'gzip, kB': total('sent') },
      budget: [{ value: total('sent'), limit: 200, unit: 'kB gzip' }],
    };
    const title = 'The dashboard before the first interaction';
    return { name: 'dashboard', title, rows: [...rows, all], notes: ['Built for production by this run.'] };
  } finally {
    await rm(dist, { recursive: true, force: true });
  }
};
