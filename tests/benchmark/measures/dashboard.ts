import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Row, Section } from '../report.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

/** What the page of `/` asks for by itself once it runs: files of their own that come before the first interaction too. */
const LANDING = ['src/pages/markets.tsx', 'src/live/stream.ts'] as const;

/** Of Vite's manifest: a file, what it needs at once, and its styles and fonts. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

/** The files of these sources and of everything that they import. @throws Error where one of them is no file of its own */
const filesOf = (manifest: Manifest, sources: readonly string[]): string[] => {
  const seen = new Set<string>();
  const files = new Set<string>();
  const take = (source: string): void => {
    if (seen.has(source)) return;
    seen.add(source);
    const chunk = manifest[source];
    if (!chunk) throw new Error(`the build has no file of its own for ${source}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(`/${file}`);
    chunk.imports?.forEach(take);
  };
  sources.forEach(take);
  return [...files];
};

const OF_PAGE = /(?:src|href)="(\/[^"]+\.(?:js|css|svg|webmanifest))"/g;
/** A face of the style sheet, and what it is for. */
const FACE = /@font-face\s*\{[^}]*\}/g;
const FONT = /url\(["']?(\/[^"')]+\.woff2)/;
/** The face for letters that no word of the dashboard has is loaded when a name needs it. */
const isUsed = (face: string): boolean => !/unicode-range/.test(face) || /U\+20-7E/i.test(face);

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, path = '']) => path);
const fontsIn = (css: string): string[] =>
  [...css.matchAll(FACE)].filter(([face]) => isUsed(face)).map(([face]) => FONT.exec(face)?.[1] ?? '');

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
    '--manifest',
  ];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
};

/** The page, what it names, what it then loads by itself, and the fonts: all that comes before the first interaction. */
const firstLoad = async (dist: string): Promise<string[]> => {
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  const manifest = JSON.parse(await readFile(join(dist, '.vite', 'manifest.json'), 'utf8')) as Manifest;
  const files = [...new Set([...found(page, OF_PAGE), ...filesOf(manifest, ['index.html', ...LANDING])])];
  const styles = files.filter((file) => file.endsWith('.css'));
  const fonts = await Promise.all(
    styles.map(async (file) => fontsIn(await readFile(join(dist, file), 'utf8'))),
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
