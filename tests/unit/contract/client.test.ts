import { describe, expect, it } from 'vitest';
import { ApiError, createClient } from '../../../shared/contract/client.ts';
import { openTrade, TRADE_ID } from '../../../shared/contract/examples/samples.ts';

interface Sent {
  url: string;
  init: RequestInit | undefined;
}

/** A server that answers everything alike, and a client that talks to it. */
const talking = (status: number, body: string, apiKey?: string) => {
  const sent: Sent[] = [];
  const fetch = (async (url: string, init?: RequestInit) => {
    sent.push({ url, init });
    return new Response(body, { status });
  }) as typeof globalThis.fetch;
  return { sent, client: createClient({ baseUrl: 'http://api', apiKey: () => apiKey, fetch }) };
};

const refusal = async (status: number, body: string): Promise<unknown> =>
  talking(status, body)
    .client.call('listPrices', {})
    .catch((error: unknown) => error);

describe('the typed client', () => {
  it('writes path, key and body from the operation', async () => {
    const { client, sent } = talking(202, JSON.stringify(openTrade), 'pw_key');
    const trade = await client.call('amendTrade', { params: { id: 'a/b' }, body: { stopLoss: '63500' } });
    expect(trade).toEqual(openTrade);
    expect(sent).toEqual([
      {
        url: 'http://api/v1/trades/a%2Fb',
        init: {
          method: 'PATCH',
          headers: { authorization: 'Bearer pw_key', 'content-type': 'application/json' },
          body: '{"stopLoss":"63500"}',
        },
      },
    ]);
  });

  it('writes the query without what is not given, and no key where there is none', async () => {
    const { client, sent } = talking(200, '{"items":[],"next":null}');
    await client.call('listTrades', { query: { status: 'pending,open', limit: '10', cursor: undefined } });
    expect(sent).toEqual([
      { url: 'http://api/v1/trades?status=pending%2Copen&limit=10', init: { method: 'GET', headers: {} } },
    ]);
  });

  it('drops fields that it does not know', async () => {
    const { client } = talking(200, JSON.stringify({ ...openTrade, mood: 'good' }));
    expect(await client.call('getTrade', { params: { id: TRADE_ID } })).not.toHaveProperty('mood');
  });

  it('throws the problem that the API answers', async () => {
    const errors = [{ field: 'quantity', code: 'required', message: 'is required' }];
    const problem = {
      type: 'urn:x',
      title: 't',
      status: 400,
      detail: 'd',
      code: 'validation_failed',
      instance: 'r',
      errors,
    };
    const error = await refusal(400, JSON.stringify(problem));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: 'validation_failed', message: 'd', errors });
  });

  it.each<[string, number, string, string]>([
    ['of the gateway', 403, '{"message":"Forbidden"}', 'gateway'],
    ['that is no JSON', 502, '<html>', 'bad_answer'],
    ['that promises and does not keep', 200, '{"items":[{}]}', 'bad_answer'],
  ])('throws at an answer %s', async (_, status, body, code) => {
    expect(await refusal(status, body)).toMatchObject({ name: 'ApiError', status, code });
  });
});
