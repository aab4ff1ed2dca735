import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientMessageSchema, NOT_AVAILABLE } from '../../../shared/contract/messages/client.ts';
import { clientExamples, serverExamples } from '../../../shared/contract/messages/examples.ts';
import { CLOSING_REASONS, serverMessageSchema } from '../../../shared/contract/messages/server.ts';
import { parseInput } from '../../../shared/contract/validation.ts';
import { PLAIN_CHANNELS } from '../../../shared/domain/stream/channel.ts';

const page = readFileSync(new URL('../../../docs/websocket.md', import.meta.url), 'utf8');
const inBlocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => (block ?? '').split('\n'))
  .filter((line) => line !== '')
  .map((line): unknown => JSON.parse(line));

/** The messages that the issue names. */
const COMMANDS = [
  ...['subscribe', 'unsubscribe', 'ping', 'get_positions', 'get_balance', 'execute_trade', 'close_position'],
  ...['start_bot', 'stop_bot', 'start_analysis', 'stop_analysis'],
];
const EVENTS = [
  ...['subscribed', 'unsubscribed', 'pong', 'positions', 'balance', 'trade_accepted', 'error', 'snapshot'],
  ...['price_update', 'candle_update', 'market_update', 'status_update', 'position_update', 'trade_executed'],
  ...['balance_update', 'closing', 'bot_trade_executed', 'analysis_status'],
];
const typesOf = (messages: readonly { type: string }[]) => [...new Set(messages.map(({ type }) => type))];

describe('the messages', () => {
  it('have an example of each type that was promised, and no other type', () => {
    expect(typesOf(clientExamples).sort()).toEqual([...COMMANDS].sort());
    expect(typesOf(serverExamples).sort()).toEqual([...EVENTS].sort());
    expect(NOT_AVAILABLE).toHaveLength(4);
  });

  it.each(clientExamples.map((message) => [message.type, message] as const))('%s parses', (_, message) => {
    expect(clientMessageSchema.safeParse(message).error).toBeUndefined();
  });

  it.each(serverExamples.map((message) => [message.type, message] as const))('%s parses', (_, message) => {
    // As it was written: no field of an example is unknown to its schema.
    expect(serverMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it('are in the documentation as they are in the contract', () => {
    expect(inBlocks).toEqual(JSON.parse(JSON.stringify([...clientExamples, ...serverExamples])));
  });

  it('are all named in the tables of the documentation, with the channels and the reasons of an end', () => {
    for (const name of [...COMMANDS, ...EVENTS, ...PLAIN_CHANNELS, ...CLOSING_REASONS])
      expect(page).toContain(`\`${name}\``);
  });

  it('tell which field breaks which rule, by the paths of the HTTP API', () => {
    const wrong = { type: 'execute_trade', symbol: 'btc', quantity: 0.5, entry: { type: 'limit' }, extra: 1 };
    const parsed = parseInput(clientMessageSchema, wrong);
    expect((parsed.ok ? [] : parsed.errors).map(({ field, code }) => `${field} ${code}`)).toEqual([
      'symbol wrong_format',
      'quantity wrong_type',
      'entry.limit required',
      'extra unknown_field',
    ]);
  });

  it.each([
    ['prices', 'no symbol'],
    ['prices:', 'an empty symbol'],
    ['prices:btc/usdt', 'small letters'],
    ['prices:BTC/USDT:1m', 'an interval too many'],
    ['candles:BTC/USDT', 'no interval'],
    ['candles:BTC/USDT:2m', 'no such interval'],
    ['candles:BTC/USDT:toString', 'a name that every object has'],
    ['candles:BTC/USDT:1m:', 'something behind it'],
    ['trades:u2', 'somebody else'],
    ['constructor', 'a name that every object has'],
    ['', 'nothing'],
  ])('refuse the channel "%s": %s', (channel) => {
    expect(parseInput(clientMessageSchema, { type: 'subscribe', channels: [channel] })).toMatchObject({
      errors: [{ field: 'channels.0', code: 'unknown_channel' }],
    });
  });
});
