import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** WCAG 2.2: relative luminance, and the contrast of two colours. */
type Rgb = readonly [number, number, number];
const luminance = (colour: Rgb): number => {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: Rgb, other: Rgb): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const tint = (colour: Rgb, ground: Rgb, share: number): Rgb =>
  colour.map((part, index) => part * share + (ground[index] ?? 0) * (1 - share)) as unknown as Rgb;

const css = readFileSync(new URL('../../../web/src/styles.css', import.meta.url), 'utf8');
const tokensOf = (selector: string): ReadonlyMap<string, Rgb> => {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  const found = [...block.matchAll(/--([a-z-]+): #([0-9a-f]{6});/g)].map(
    ([, name = '', hex = '']): [string, Rgb] => [
      name,
      [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb,
    ],
  );
  return new Map(found);
};

describe.each([
  ['dark', ':root'],
  ['light', ':root[data-theme="light"]'],
])('the %s theme', (_, selector) => {
  const tokens = tokensOf(selector);
  const token = (name: string): Rgb => {
    const colour = tokens.get(name);
    if (!colour) throw new Error(`there is no token --${name} in ${selector}`);
    return colour;
  };

  test.each(['ink', 'muted', 'up', 'down', 'warning', 'info'])(
    '%s is readable on every ground (4.5:1)',
    (name) => {
      for (const ground of ['canvas', 'surface', 'raised']) {
        expect(contrast(token(name), token(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test.each(['up', 'down', 'warning', 'info'])('%s is readable on its own 12 % tint (4.5:1)', (name) => {
    const ground = tint(token(name), token('surface'), 0.12);
    expect(contrast(token(name), ground)).toBeGreaterThanOrEqual(4.5);
  });

  test('the primary button is readable, and the focus can be seen (3:1)', () => {
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(4.5);
    for (const ground of ['canvas', 'surface', 'raised']) {
      expect(contrast(token('gold'), token(ground)), `gold on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});
