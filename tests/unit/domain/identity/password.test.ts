import { describe, expect, test } from 'vitest';
import { checkPassword } from '../../../../shared/domain/identity/password.ts';
import { scopesLacked } from '../../../../shared/domain/identity/scopes.ts';

describe('a new password', () => {
  test.each([
    ['Abcdefghijk1', []],
    ['Abcdefghij1', ['too_small']],
    ['abcdefghijk1', ['no_uppercase']],
    ['ABCDEFGHIJK1', ['no_lowercase']],
    ['Abcdefghijkl', ['no_digit']],
    [' Abcdefghijk1', ['wrong_format']],
    [`A1${'b'.repeat(254)}`, []],
    [`A1${'b'.repeat(255)}`, ['too_big']],
    ['', ['too_small', 'no_lowercase', 'no_uppercase', 'no_digit']],
  ])('%j breaks %j', (password, codes) => {
    expect(checkPassword(password, 'password').map(({ code }) => code)).toEqual(codes);
  });

  test('is not quoted in what is wrong with it', () => {
    const messages = checkPassword('hunter', 'newPassword');
    expect(messages.length).toBeGreaterThan(0);
    expect(JSON.stringify(messages)).not.toContain('hunter');
    for (const { field } of messages) expect(field).toBe('newPassword');
  });
});

test('what a key would allow beyond its maker is named', () => {
  expect(scopesLacked(['read', 'admin'], ['read', 'trade'])).toEqual(['trade']);
  expect(scopesLacked(['read', 'trade', 'admin'], ['admin'])).toEqual([]);
});
