import { describe, expect, it } from 'vitest';
import { authorize } from '../../../functions/authorize.ts';

/** SHA-256 of `pw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA` (pw_ and 40 A), by sha256sum. */
const KEY = `pw_${'A'.repeat(40)}`;
const HASH = '7e729e5fe72f4406acab5f367e9df50008020cebc6f50d62804cd133279e406d';

const setup = () => {
  const asked: string[] = [];
  const decide = authorize({
    byHash: async (hash) => {
      asked.push(hash);
      if (hash !== HASH) return undefined;
      return { keyId: 'k1', userId: 'ada', scopes: ['read', 'trade'], name: 'laptop' };
    },
  });
  return { asked, decide: (...identitySource: string[]) => decide({ identitySource }) };
};

describe('the authorizer', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`])('lets a known key in: %s', async (header) => {
    const { asked, decide } = setup();
    expect(await decide(header)).toEqual({
      isAuthorized: true,
      context: { userId: 'ada', keyId: 'k1', scopes: 'read trade' },
    });
    expect(asked).toEqual([HASH]);
  });

  it('denies an unknown key, by its hash alone', async () => {
    const { asked, decide } = setup();
    expect(await decide(`Bearer pw_${'B'.repeat(40)}`)).toEqual({ isAuthorized: false });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    '',
    KEY,
    'Bearer',
    'Bearer ',
    'Bearer short',
    `Basic ${KEY}`,
    `Bearer ${KEY} more`,
    `Bearer ${KEY}\n`,
    `Bearer key#${KEY}`,
    `Bearer ${'A'.repeat(129)}`,
  ])('denies %j without a look-up', async (header) => {
    const { asked, decide } = setup();
    expect(await decide(header)).toEqual({ isAuthorized: false });
    expect(asked).toEqual([]);
  });

  it('denies a request without the header', async () => {
    const { decide } = setup();
    expect(await decide()).toEqual({ isAuthorized: false });
  });
});
