import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../shared/adapters/feeds/http-errors.ts';

/** 2015-10-21T07:28:00Z */
const NOW = 1_445_412_480_000;

test.each([
  ['120', 120_000],
  [' 5 ', 5_000],
  ['0', 0],
  ['Wed, 21 Oct 2015 07:28:10 GMT', 10_000],
  ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
  // Longer than any exchange bans: three days.
  ['99999999999', 259_200_000],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
