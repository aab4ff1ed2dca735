import type { Lab } from '../../fixtures/lab.ts';
import type { Meter } from '../capacity/meter.ts';
import type { Usage } from '../capacity/usage.ts';
import { withMeteredLab } from '../metered-lab.ts';
import type { Row, Section } from '../report.ts';
import { at, cycles } from '../script.ts';
import { booksClient } from './books-lab.ts';

const rowOf = (name: string, usage: Usage, own = 0): Row => ({
  name,
  values: {
    RCU: usage.reported.read,
    'RCU by rules': usage.computed.read,
    WCU: usage.reported.write - own,
    'WCU by rules': usage.computed.write - own,
    requests: [...usage.requests.values()].reduce((sum, count) => sum + count, 0),
  },
});

const LONG = { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'limit', limit: '100' } };
const EXITS = { takeProfit: '112', stopLoss: '96' };
const SHORT = { ...LONG, direction: 'short', entry: { type: 'limit', limit: '108' } };
const MARKET = { symbol: 'BTC/USDT', quantity: '1', entry: { type: 'market' } };
const SPOT = { symbol: 'BTC/USDT', type: 'market' };

/** One account, its requests one after another, each metered; ticks between them are metered as what they settle. */
class Session {
  readonly rows: Row[] = [];
  readonly #lab: Lab;
  readonly #meter: Meter;
  readonly #ask: ReturnType<typeof booksClient>;
  #cycle = 0;

  constructor(lab: Lab, meter: Meter) {
    this.#lab = lab;
    this.#meter = meter;
    this.#ask = booksClient(lab);
  }

  /** The next fourteen minutes of the market, in which its first six have been evaluated. */
  async next(): Promise<void> {
    this.#cycle++;
    await this.#lab.tickAt(at(this.#cycle, 6));
  }

  async request(
    name: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    minute = 6,
  ): Promise<string> {
    let id = '';
    const send = async () => {
      const more = body === undefined ? {} : { body };
      const answer = await this.#ask(at(this.#cycle, minute) + 500, method, path, more);
      id = String((answer.json as { id?: unknown }).id);
    };
    const usage = await this.#meter.measure(send);
    if (name !== undefined) this.rows.push(rowOf(name, usage));
    return id;
  }

  /** Without what the tick writes whatever it settles. */
  async tick(name: string | undefined, minute: number, settled?: number): Promise<void> {
    const usage = await this.#meter.measure(async () => {
      const report = await this.#lab.tickAt(at(this.#cycle, minute));
      if (settled !== undefined && report.settled !== settled)
        throw new Error(`${name}: ${report.settled} settled instead of ${settled}`);
    });
    if (name !== undefined) this.rows.push(rowOf(name, usage, usage.writes.get('market') ?? 0));
  }
}

/** Units of what a person does: requests, and the ticks that carry them out. */
export const orderUnits = (): Promise<Section> =>
  withMeteredLab({ market: cycles(8), now: at(0, 1) }, async (lab, meter) => {
    await lab.stores.addUser('u1');
    await lab.tickAt(at(0, 5));
    const session = new Session(lab, meter);

    await session.next();
    const waiting = await session.request('create: limit', 'POST', '/v1/trades', LONG);
    await session.request('create: limit, exits and clientTradeId', 'POST', '/v1/trades', {
      ...LONG,
      ...EXITS,
      clientTradeId: 'a-client-trade-id-of-usual-length-000',
    });
    await session.request('the same again', 'POST', '/v1/trades', {
      ...LONG,
      ...EXITS,
      clientTradeId: 'a-client-trade-id-of-usual-length-000',
    });
    await session.request('amend', 'PATCH', `/v1/trades/${waiting}`, { takeProfit: '112.5' });
    await session.tick('the amendment takes effect', 7, 1);
    await session.request('cancel', 'DELETE', `/v1/trades/${waiting}`, undefined, 7);
    await session.tick('the cancellation takes effect', 8, 1);
    await session.tick('fill: limit, with exits', 9, 1);
    await session.tick(undefined, 13);

    await session.next();
    const short = await session.request('create: short, limit', 'POST', '/v1/trades', SHORT);
    await session.tick(undefined, 9);
    await session.tick('fill: short', 10, 1);
    await session.request('close', 'POST', `/v1/trades/${short}/close`, undefined, 10);
    await session.tick('fill: close of a short', 11, 1);

    await session.next();
    const market = await session.request('create: at the market', 'POST', '/v1/trades', MARKET);
    await session.tick('fill: at the market', 8, 1);
    await session.request(undefined, 'POST', `/v1/trades/${market}/close`, undefined, 8);
    await session.tick('fill: close of a long', 9, 1);

    await session.next();
    await session.request('spot: buy', 'POST', '/v1/orders', { ...SPOT, side: 'buy', quantity: '1' });
    for (const quantity of ['0.5', '0.7'])
      await session.request(undefined, 'POST', '/v1/orders', { ...SPOT, side: 'buy', quantity });
    await session.tick(undefined, 8);
    await session.request(
      'spot: sell, of three lots, one in part',
      'POST',
      '/v1/orders',
      { ...SPOT, side: 'sell', quantity: '1.9' },
      8,
    );
    await session.tick('fill: of the sale of three lots', 9, 3);

    await session.request('deposit', 'POST', '/v1/accounts/main/deposits', { amount: '100' }, 9);
    await session.request(
      'deposit with a clientEntryId',
      'POST',
      '/v1/accounts/main/deposits',
      { amount: '100', clientEntryId: 'd1' },
      9,
    );
    await session.request('withdrawal', 'POST', '/v1/accounts/main/withdrawals', { amount: '100' }, 9);
    await session.request('create an account', 'POST', '/v1/accounts', { id: 'second', name: 'Second' }, 9);
    await session.request('change an account', 'PATCH', '/v1/accounts/second', { name: 'Other' }, 9);
    await session.request('close an account', 'DELETE', '/v1/accounts/second', undefined, 9);
    return {
      name: 'orders',
      title: 'Units of what a person does',
      rows: session.rows,
      notes: [
        'Requests without the authorizer (0.5 RCU, cached for a minute) and the limit on writes.',
        'Fills with the reads of the whole tick over one symbol, without its state item and candles.',
      ],
    };
  });
