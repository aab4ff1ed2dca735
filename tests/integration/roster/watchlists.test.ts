import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { watchlistRoutes } from '../../../functions/http/watchlist-routes.ts';
import { rosterStore } from '../../../shared/adapters/dynamodb/roster-store.ts';
import { refreshListings } from '../../../shared/application/refresh-listings.ts';
import { type ReviewPorts, reviewRoster } from '../../../shared/application/review-roster.ts';
import { entryOf, followedIn } from '../../../shared/domain/market/roster.ts';
import type { MarketSymbol } from '../../../shared/domain/market/symbol.ts';
import { type Lab, startLab } from '../../fixtures/lab.ts';
import { scriptedMarket } from '../../fixtures/scripted-market.ts';
import { TABLES } from '../../fixtures/stores.ts';
import { asking } from '../../unit/http/requests.ts';
import { at, minutes, restore } from '../tick/support.ts';

const HOUR = 60;
const coin = (index: number) => `C${index}/USDT` as MarketSymbol;
const ulid = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';

describe('/v1/watchlists', () => {
  let lab: Lab;
  let ports: ReviewPorts;
  let ask: ReturnType<typeof asking>['ask'];
  beforeAll(async () => {
    const symbols = ['BTC/USDT', ...Array.from({ length: 130 }, (_, index) => coin(index))];
    const series = Object.fromEntries(symbols.map((name) => [name, minutes(10, 105)]));
    lab = await startLab({ market: scriptedMarket(at(0), series), now: at(5), symbols: ['BTC/USDT'] });
  });
  beforeEach(async () => {
    await restore(lab.stores);
    for (const user of ['ada', 'bob']) await lab.stores.addUser(user);
    await refreshListings(lab.ticks, new Map(), at(5));
    // The tables are new, and so is what a process remembers of them.
    const store = rosterStore(lab.stores.client, TABLES.market, lab.ticks.wall);
    ports = { ...lab.requests, roster: store };
    ask = asking(watchlistRoutes(ports)).ask;
  });
  afterAll(() => lab.stop());

  const post = (body: object, userId = 'ada') =>
    ask({ method: 'POST', path: '/v1/watchlists', body, userId, now: at(6) });
  const change = (id: string, body: object, headers = {}, userId = 'ada') =>
    ask({
      method: 'PATCH',
      path: `/v1/watchlists/${id}`,
      body,
      headers: { 'content-type': 'application/json', ...headers },
      userId,
      now: at(6),
    });
  const remove = (id: string, userId = 'ada') =>
    ask({ method: 'DELETE', path: `/v1/watchlists/${id}`, userId, now: at(6) });
  const get = (id: string, userId = 'ada') => ask({ path: `/v1/watchlists/${id}`, userId });
  const all = async (userId = 'ada') =>
    ((await ask({ path: '/v1/watchlists', userId })).json as { items: { id: string }[] }).items;
  const idOf = (answer: { json: unknown }) => (answer.json as { id: string }).id;
  const roster = () => ports.roster.read();

  it('makes, shows, changes and deletes a list, with its version', async () => {
    const made = await post({ name: '  Breakfast ', symbols: ['BTC/USDT', coin(0)] });
    const id = idOf(made);
    expect(made).toMatchObject({
      status: 201,
      headers: { etag: '"1"', location: `/v1/watchlists/${id}` },
      json: { id, name: 'Breakfast', symbols: ['BTC/USDT', coin(0)], version: 1 },
    });
    expect(await change(id, { symbols: [coin(1)] })).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      json: { name: 'Breakfast', symbols: [coin(1)], version: 2 },
    });
    expect(await change(id, { name: 'Lunch' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      json: { code: 'version_conflict' },
    });
    expect(await change(id, { name: 'Lunch' }, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
    expect(await get(id)).toMatchObject({ status: 200, json: { name: 'Lunch', version: 3 } });
    expect(await all()).toMatchObject([{ id }]);
    expect(await remove(id)).toMatchObject({ status: 200, json: { id, status: 'deleted' } });
    for (const answer of [await get(id), await change(id, {}), await remove(id)])
      expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect(await all()).toEqual([]);
  });

  it('is nobody else’s', async () => {
    const id = idOf(await post({ name: 'mine', symbols: ['BTC/USDT'] }));
    for (const answer of [
      await get(id, 'bob'),
      await change(id, { name: 'x' }, {}, 'bob'),
      await remove(id, 'bob'),
    ])
      expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect(await all('bob')).toEqual([]);
    expect(await get(id)).toMatchObject({ json: { name: 'mine', version: 1 } });
    expect(await post({ name: 'x', symbols: [] }, 'nobody')).toMatchObject({ status: 404 });
  });

  it('the same request again is answered with the list made then; another body is refused', async () => {
    const body = { name: 'x', symbols: ['BTC/USDT'], clientWatchlistId: 'one' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await post({ ...body, symbols: [] })).toMatchObject({
      status: 409,
      json: { code: 'client_id_conflict' },
    });
    expect(await all()).toHaveLength(1);
  });

  it('twenty lists at most, of requests at once too', async () => {
    for (let count = 0; count < 18; count++) await post({ name: `list ${count}`, symbols: [] });
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((count) => post({ name: `more ${count}`, symbols: [] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ code: 'too_many_watchlists' });
    expect(await all()).toHaveLength(20);
  });

  it.each([
    [
      'an unknown symbol',
      { symbols: ['BTC/USDT', 'NONE/USDT', coin(3)] },
      422,
      'symbols.1',
      'unknown_symbol',
    ],
    ['a symbol twice', { symbols: ['BTC/USDT', coin(3), 'BTC/USDT'] }, 400, 'symbols.2', 'duplicate'],
    ['no symbol', { symbols: ['btc'] }, 400, 'symbols.0', 'wrong_format'],
    [
      'too many',
      { symbols: Array.from({ length: 101 }, (_, index) => coin(index)) },
      400,
      'symbols',
      'too_big',
    ],
    ['an empty name', { name: '  ' }, 400, 'name', 'too_small'],
    ['a long name', { name: 'x'.repeat(41) }, 400, 'name', 'too_big'],
    ['a control character', { name: 'a\u0007b' }, 400, 'name', 'wrong_format'],
    ['a strange field', { colour: 'red' }, 400, 'colour', 'unknown_field'],
  ])('refuses %s, by its field, of a new list and of a change', async (_, wrong, status, field, code) => {
    const good = { name: 'good', symbols: ['BTC/USDT'] };
    const id = idOf(await post(good));
    const problem = { status, json: { errors: [{ field, code }] } };
    expect(await post({ ...good, ...wrong })).toMatchObject(problem);
    expect(await change(id, wrong)).toMatchObject(problem);
    expect(await all()).toMatchObject([{ id, ...good, version: 1 }]);
    expect(followedIn(await roster())).toEqual([]);
  });

  it('has its symbols followed as long as they are on a list of anybody', async () => {
    const review = (hour: number) => reviewRoster(ports, at(hour * HOUR), at(hour * HOUR));
    const mine = idOf(await post({ name: 'x', symbols: ['BTC/USDT', coin(0), coin(1)] }));
    const theirs = idOf(await post({ name: 'y', symbols: [coin(1)] }, 'bob'));
    expect(followedIn(await roster()).sort()).toEqual([coin(0), coin(1)]);
    expect((await lab.ticks.market.loadBatch(1_000))?.markets).toHaveLength(2);
    for (let hour = 1; hour <= 12; hour++) await review(hour);
    expect(followedIn(await roster()).sort()).toEqual([coin(0), coin(1)]);
    await remove(mine);
    for (let hour = 13; hour <= 17; hour++) await review(hour);
    expect(followedIn(await roster())).toEqual([coin(1)]);
    // Of another's now: who began it may begin another instead.
    expect(entryOf(await roster(), coin(1))?.by).not.toBe('');
    await change(theirs, { symbols: [] }, {}, 'bob');
    for (let hour = 18; hour <= 22; hour++) await review(hour);
    expect(followedIn(await roster())).toEqual([]);
    expect(await lab.requests.watchlists.watched()).toEqual([]);
  });

  it('a user may have begun a hundred symbols and no more, whatever the lists', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => coin(from + index));
    expect(await post({ name: 'a', symbols: many(0, 100) })).toMatchObject({ status: 201 });
    expect(await post({ name: 'b', symbols: many(90, 20) })).toMatchObject({
      status: 409,
      json: { code: 'too_many_symbols' },
    });
    expect(await all()).toHaveLength(1);
    expect(await post({ name: 'c', symbols: many(0, 50) })).toMatchObject({ status: 201 });
  });

  it('ids that are none are answered as such', async () => {
    expect(await get('nonsense')).toMatchObject({ status: 404 });
    expect(await get(ulid)).toMatchObject({ status: 404 });
  });
});
