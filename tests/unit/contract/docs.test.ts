import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../../shared/contract/errors.ts';
import { operations } from '../../../shared/contract/operations.ts';

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
/** The documented table of problems: status and codes of each row. */
const documented = [...page.matchAll(/^\| (\d{3}) \| (`[a-z_]+`.*) \|$/gm)].flatMap(([, status, codes]) =>
  [...(codes ?? '').matchAll(/`([a-z_]+)`/g)]
    .map(([, code]) => code)
    .filter((code) => code !== 'errors')
    .map((code) => `${status} ${code}`),
);

describe('docs/api.md', () => {
  it('lists every code of a problem with its status, and no other', () => {
    const coded = Object.entries(ERRORS).map(([code, { status }]) => `${status} ${code}`);
    expect(documented.sort()).toEqual(coded.sort());
  });

  it.each(operations.map(({ path }) => path))('mentions %s', (path) => {
    const written = path
      .replace('/{pair}', '/BTC-USDT')
      .replace('/{base}', '/BTC')
      .replace('/v1/trades/{id}', '/v1/trades/$ID')
      .replace('/v1/accounts/{id}', '/v1/accounts/main');
    expect(page).toContain(written);
  });
});
