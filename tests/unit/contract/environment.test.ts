import { describe, expect, test } from 'vitest';
import { environmentSchema } from '../../../shared/contract/environment.ts';

const { WRITES_PER_SECOND, WRITE_BURST } = environmentSchema.shape;

describe('the limit of writes in the environment', () => {
  test.each([
    ['0', 0],
    ['5', 5],
    ['1000', 1_000],
  ])('%s writes a second', (text, value) => {
    expect(WRITES_PER_SECOND.parse(text)).toBe(value);
  });

  // An empty text least of all: as a number it would be 0, which is no limit at all.
  test.each(['', ' ', '-1', '0.5', '1e3', '1001', 'off'])('"%s" writes a second is refused', (text) => {
    expect(WRITES_PER_SECOND.safeParse(text).success).toBe(false);
  });

  test.each(['', '0', '-5', '10001'])('a burst of "%s" is refused', (text) => {
    expect(WRITE_BURST.safeParse(text).success).toBe(false);
  });
});
