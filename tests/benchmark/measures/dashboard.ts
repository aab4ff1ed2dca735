import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row, Section } from '../report.ts';

const DIST = join(import.meta.dirname, '..', '..', '..', 'web', 'dist');
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

/** Local files that a text names, as attribute of the page or url() of a style sheet. */
const named = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, path = '']) => path)),
];
const OF_PAGE = /(?:src|href)="(\/[^"]+\.(?:js|css|svg|webmanifest))"/g;
const OF_STYLE = /url\(["']?(\/[^"')]+\.woff2)/g;

/** The page, what it names, and the fonts its styles name: all that comes before the first interaction. */
const firstLoad = async (): Promise<string[]> => {
  const page = await readFile(join(DIST, 'index.html'), 'utf8');
  const files = named(page, OF_PAGE);
  const styles = files.filter((file) => file.endsWith('.css'));
  const fonts = await Promise.all(
    styles.map(async (file) => named(await readFile(join(DIST, file), 'utf8'), OF_STYLE)),
  );
  return ['/index.html', ...files, ...fonts.flat()];
};

/** What the browser loads before the first interaction, as it was built last. */
export const dashboard = async (): Promise<Section> => {
  const title = 'The dashboard before the first interaction';
  if (!existsSync(join(DIST, 'index.html')))
    return { name: 'dashboard', title, rows: [], notes: ['not built: npm run build:web'] };
  const sizes = await Promise.all(
    (await firstLoad()).map(async (file) => {
      const content = await readFile(join(DIST, file));
      // Fonts are compressed as they are.
      const sent = file.endsWith('.woff2') ? content.byteLength : gzipSync(content).byteLength;
      return { file, raw: content.byteLength, sent };
    }),
  );
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
  return { name: 'dashboard', title, rows: [...rows, all], notes: ['Of web/dist, as it was built last.'] };
};
