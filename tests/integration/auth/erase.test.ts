import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWatchlist } from '../../../shared/application/watchlists.ts';
import { price } from '../../../shared/domain/money/decimal.ts';
import { type AuthLab, authLab } from '../../fixtures/auth-lab.ts';
import { BTC, type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { TABLES } from '../../fixtures/stores.ts';

const MINUTE = 60_000;
const START = Date.UTC(2025, 4, 5);
const at = (minute: number) => START + minute * MINUTE;
const SERIES = Array.from({ length: 30 }, () => [100, 101, 99, 100] as const);
const ANN = 'id-of-ann@example.com';

type Item = Record<string, unknown>;

/** Erasing a person over real tables, with trades, logs and books that a real tick has written. */
describe('DELETE /v1/me', () => {
  let lab: Lab;
  let auth: AuthLab;
  const everything = async (): Promise<Item[]> => {
    const tables = [TABLES.users, TABLES.trades, TABLES.logs, TABLES.ledger];
    const pages = await Promise.all(
      tables.map((TableName) => lab.stores.client.send(new ScanCommand({ TableName }))),
    );
    return pages.flatMap(({ Items = [] }) => Items);
  };
  const of = (items: readonly Item[], text: string) =>
    items.filter((item) => JSON.stringify(item).includes(text));

  beforeAll(async () => {
    lab = await startLab({ market: scriptedMarket(START, { 'BTC/USDT': SERIES }), now: at(5) });
    auth = authLab(lab.stores);
    await auth.post('sign-up', { email: 'ann@example.com', password: 'Correct-horse-7-battery' });
    await auth.post('confirm', { email: 'ann@example.com', code: auth.identity.mails[0]?.code });
    await auth.post('sign-in', { email: 'ann@example.com', password: 'Correct-horse-7-battery' });
    await auth.ask({
      method: 'POST',
      path: '/v1/api-keys',
      body: { name: 'ann’s', scopes: ['read'] },
      ...auth.as(ANN),
    });
    await lab.stores.addUser('bob');
    await lab.tickAt(at(5));
    for (const user of [ANN, 'bob']) {
      expect(await watch(user)).toMatchObject({ ok: true });
      await lab.open(at(6), { entry: { type: 'market' } }, user);
      await lab.open(at(6), { entry: { type: 'limit', limit: price('50') } }, user);
    }
    await lab.tickAt(at(9));
  });
  afterAll(() => lab.stop());

  const watch = (userId: string) =>
    createWatchlist(lab.requests, { userId, now: at(6), name: 'x', symbols: [BTC] });
  const erase = () => auth.ask({ method: 'DELETE', path: '/v1/me', ...auth.as(ANN) });

  test('takes what belongs to the person, and nothing that belongs to anybody else', async () => {
    const before = await everything();
    const ids = of(before, ANN).flatMap(({ tradeId }) => (typeof tradeId === 'string' ? [tradeId] : []));
    // Both trades, the log rows of both, and the fill of one.
    expect(new Set(ids).size).toBe(2);
    expect(of(before, 'key#').length).toBe(2);
    const others = before.filter(
      (item) => ![ANN, ...ids].some((text) => JSON.stringify(item).includes(text)),
    );
    expect(others.length).toBeGreaterThan(5);

    expect(await erase()).toMatchObject({ status: 200, json: { status: 'erased' } });

    const after = await everything();
    for (const text of [ANN, 'ann@example.com', 'ann’s', ...ids]) expect(of(after, text)).toEqual([]);
    const left = (items: readonly Item[]) =>
      items.filter(({ pk }) => !/^(attempts|erased)#/.test(String(pk)));
    expect(left(after)).toHaveLength(left(others).length);
    expect(left(after)).toEqual(expect.arrayContaining(left(others)));
    expect(auth.identity.people).toEqual([]);
  });

  test('a tick that comes after it leaves no trace of the person', async () => {
    await lab.tickAt(at(12));
    expect(of(await everything(), ANN)).toEqual([]);
  });

  test('nothing of theirs can be made any more', async () => {
    await expect(lab.open(at(13), { entry: { type: 'market' } }, ANN)).rejects.toThrow();
    expect(await watch(ANN)).toMatchObject({ problem: { code: 'not_found' } });
    expect((await lab.requests.watchlists.watched()).map(({ userId }) => userId)).toEqual(['bob']);
    expect(await auth.ask({ path: '/v1/me', ...auth.as(ANN) })).toMatchObject({ status: 404 });
  });

  test('more than fits into one request is erased by the next ones', async () => {
    await auth.ports.users.create({ userId: 'cora', totp: false });
    for (let count = 0; count < 20; count += 1)
      await lab.open(at(14), { entry: { type: 'limit', limit: price('50') } }, 'cora');
    let asked = 0;
    const inTime = () => {
      asked += 1;
      return asked % 3 !== 0;
    };
    const rounds: boolean[] = [];
    while (rounds.at(-1) !== true && rounds.length < 10)
      rounds.push(await auth.ports.users.erase('cora', inTime));
    expect(rounds.length).toBeGreaterThan(1);
    expect(of(await everything(), 'cora')).toEqual([]);
  });
});
