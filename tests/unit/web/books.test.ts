import { describe, expect, test } from 'vitest';
import { ALL, filterOf } from '../../../web/src/features/ledger/filter.ts';
import { expiryAt } from '../../../web/src/features/settings/expiry.ts';
import { readAmount } from '../../../web/src/format/amount.ts';
import { readToken, runsOut } from '../../../web/src/session/access-token.ts';

describe('an amount as typed', () => {
  test.each([
    ['2500', '2500'],
    ['2,500.50', '2500.50'],
    [' $ 1,000,000 ', '1000000'],
    ['.5', '0.5'],
  ])('%s is %s', (typed, read) => {
    expect(readAmount(typed)).toBe(read);
  });

  // A comma that groups no thousands may be somebody's decimal point: 2,5 is not 25.
  test.each(['', '0', '-5', '2,5', '1e3', '12.', 'ten', '1 000'])('%s is none', (typed) => {
    expect(readAmount(typed)).toBeUndefined();
  });
});

describe('the filters of the ledger', () => {
  const now = new Date(2026, 10, 20, 15, 30).getTime();
  const local = (...parts: [number, number, number, number?, number?, number?, number?]) =>
    new Date(...parts).toISOString();

  test('ask for nothing but the account where nothing is chosen', () => {
    expect(filterOf('main', ALL, now)).toEqual({ account: 'main' });
  });

  test('today begins at midnight of the reader', () => {
    expect(filterOf('main', { ...ALL, kind: 'fill', symbol: 'BTC/USDT', span: 'today' }, now)).toEqual({
      account: 'main',
      kind: 'fill',
      symbol: 'BTC/USDT',
      from: local(2026, 10, 20),
    });
  });

  test('the last day of a range counts as a whole', () => {
    const choice = { ...ALL, span: 'range', from: '2026-11-01', to: '2026-11-02' } as const;
    expect(filterOf('main', choice, now)).toEqual({
      account: 'main',
      from: local(2026, 10, 1),
      to: local(2026, 10, 2, 23, 59, 59, 999),
    });
  });

  test('half a range is open at its other end', () => {
    expect(filterOf('main', { ...ALL, span: 'range', to: '2026-11-02' }, now)).toEqual({
      account: 'main',
      to: local(2026, 10, 2, 23, 59, 59, 999),
    });
  });
});

describe('an access token', () => {
  // {"alg":"none"} . {"sub":"3b1f4c52","name":"Zoë"} in base64url, and no signature: it is read, not trusted.
  const accessToken = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIzYjFmNGM1MiIsIm5hbWUiOiJab8OrIn0.';

  test('is held with its owner and its end', () => {
    expect(readToken({ accessToken, expiresIn: 900 }, 1_000)).toEqual({
      text: accessToken,
      userId: '3b1f4c52',
      expiresAt: 901_000,
    });
  });

  test('is renewed in its last minute', () => {
    const token = readToken({ accessToken, expiresIn: 900 }, 0);
    expect(runsOut(token, 839_000)).toBe(false);
    expect(runsOut(token, 841_000)).toBe(true);
  });

  test('that is none is refused', () => {
    expect(() => readToken({ accessToken: 'nonsense', expiresIn: 900 }, 0)).toThrow();
  });
});

test('a key expires as many days from now as was chosen', () => {
  const now = Date.parse('2026-11-20T09:30:00Z');
  expect(expiryAt('30', now)).toBe('2026-12-20T09:30:00.000Z');
  expect(expiryAt('never', now)).toBeUndefined();
});
