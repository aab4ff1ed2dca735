import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { GLYPHS, WEIGHTS } from './glyphs.ts';

/** Inter (SIL Open Font License 1.1) cut down to what the dashboard writes: `npm run font`, after a change of glyphs.ts. */
const whole = createRequire(import.meta.url).resolve(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);
const cut = await subsetFont(await readFile(whole), GLYPHS, {
  targetFormat: 'woff2',
  variationAxes: { wght: WEIGHTS },
});
await writeFile(join(import.meta.dirname, 'inter.woff2'), cut);
process.stdout.write(`inter.woff2: ${cut.byteLength} bytes\n`);
