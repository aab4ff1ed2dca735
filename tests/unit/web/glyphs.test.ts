import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GLYPHS } from '../../../web/fonts/glyphs.ts';

const WEB = join(import.meta.dirname, '..', '..', '..', 'web');
const css = readFileSync(join(WEB, 'src', 'styles.css'), 'utf8');

/** The characters that the first face of the style sheet is used for. */
const ranges = [
  ...(css.match(/unicode-range:\s+([^;]+);/)?.[1] ?? '').matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi),
].map(([, from = '', to = from]): [number, number] => [Number.parseInt(from, 16), Number.parseInt(to, 16)]);
const isServed = (character: string): boolean => {
  const point = character.codePointAt(0) ?? 0;
  return ranges.some(([from, to]) => point >= from && point <= to);
};

describe('the cut font', () => {
  test('is used for what was kept in it, and for nothing else', () => {
    expect([...GLYPHS].filter((character) => !isServed(character))).toEqual([]);
    const promised = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    expect(promised).toBe(new Set(GLYPHS).size);
  });

  test('has every character that the sources of the dashboard write', () => {
    const sources = readdirSync(join(WEB, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    const written = sources.flatMap((name) => [...readFileSync(join(WEB, 'src', name), 'utf8')]);
    const missing = new Set(written.filter((character) => character !== '\n' && !GLYPHS.includes(character)));
    expect([...missing]).toEqual([]);
  });
});
