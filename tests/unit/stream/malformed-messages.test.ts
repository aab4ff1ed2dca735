import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../functions/ws/parse-message.ts';

const TEXT_DECIMAL = 'must be text, e.g. "0.5": JSON numbers are floats and are not accepted';
const TYPES =
  'must be one of: "subscribe", "unsubscribe", "ping", "get_positions", "get_balance", "execute_trade", "close_position", "start_bot", "stop_bot", "start_analysis", "stop_analysis"';
const CHANNEL =
  'must be prices:SYMBOL, candles:SYMBOL:INTERVAL, market, trades, account, signals or status, e.g. "prices:BTC/USDT"';
const ENTRY = 'must be an entry of the type "market", "limit", "stop", "stop_limit" or "oco"';
const SLUG = 'must be 1 to 32 small letters, digits or "-", and begin with none of the latter';
const ID = 'must be an id as answers have it, of 26 digits and capital letters';
const PRINTABLE = 'must be 1 to 64 printable ASCII characters';
const TRADE = '01KAH2V9G0Q8ZJ4T6Y3W5X7R2M';

const trade = { type: 'execute_trade', symbol: 'BTC/USDT', quantity: '1', entry: { type: 'market' } };
const close = { type: 'close_position', tradeId: TRADE };
const many = Array.from({ length: 101 }, () => 'trades');

/** Every kind of message, and what can be wrong with each of its fields: field, code and rule. */
const CASES: readonly (readonly [sent: object, ...errors: readonly [string, string, string][]])[] = [
  [{}, ['type', 'required', 'is required']],
  [{ type: null }, ['type', 'required', 'is required']],
  [{ type: 5 }, ['type', 'not_allowed', TYPES]],
  [{ type: 'trade' }, ['type', 'not_allowed', TYPES]],
  [{ action: 'ping' }, ['type', 'required', 'is required']],
  [{ type: 'ping', id: 7 }, ['id', 'wrong_type', 'must be text']],
  [{ type: 'ping', id: '' }, ['id', 'wrong_format', PRINTABLE]],
  [{ type: 'ping', id: 'x'.repeat(65) }, ['id', 'wrong_format', PRINTABLE]],
  [{ type: 'ping', action: 'ping' }, ['action', 'unknown_field', 'is not a field of this request']],
  [{ type: 'subscribe' }, ['channels', 'required', 'is required']],
  [{ type: 'subscribe', channels: 'trades' }, ['channels', 'wrong_type', 'must be a list']],
  [{ type: 'subscribe', channels: [] }, ['channels', 'too_small', 'must name at least one channel']],
  [{ type: 'subscribe', channels: many }, ['channels', 'too_big', 'must name at most 100 channels']],
  [{ type: 'subscribe', channels: ['trades', 5] }, ['channels.1', 'wrong_type', 'must be text']],
  [{ type: 'subscribe', channels: ['prices:btc'] }, ['channels.0', 'unknown_channel', CHANNEL]],
  [{ type: 'unsubscribe' }, ['channels', 'required', 'is required']],
  [{ type: 'unsubscribe', channels: ['candles:BTC/USDT:7m'] }, ['channels.0', 'unknown_channel', CHANNEL]],
  [{ type: 'get_positions', account: 5 }, ['account', 'wrong_type', 'must be text']],
  [{ type: 'get_balance', account: 'My Account' }, ['account', 'wrong_format', SLUG]],
  [
    { type: 'execute_trade' },
    ['symbol', 'required', 'is required'],
    ['quantity', 'required', 'is required'],
    ['entry', 'required', 'is required'],
  ],
  [{ ...trade, quantity: 1 }, ['quantity', 'wrong_type', TEXT_DECIMAL]],
  [{ ...trade, entry: 'market' }, ['entry', 'wrong_type', ENTRY]],
  [{ ...trade, entry: {} }, ['entry.type', 'required', 'is required']],
  [{ ...trade, entry: { type: 'iceberg' } }, ['entry.type', 'not_allowed', ENTRY]],
  [{ ...trade, entry: { type: 'limit' } }, ['entry.limit', 'required', 'is required']],
  [{ ...trade, direction: 'up' }, ['direction', 'not_allowed', 'must be "long" or "short"']],
  [{ ...trade, targets: 'x' }, ['targets', 'wrong_type', 'must be a list']],
  [{ ...trade, targets: [] }, ['targets', 'too_small', 'must have at least 1 item']],
  [{ ...trade, targets: [5] }, ['targets.0', 'wrong_type', 'must be an object']],
  [{ ...trade, trailing: 5 }, ['trailing', 'wrong_type', 'must be an object']],
  [{ ...trade, breakEven: 'yes' }, ['breakEven', 'wrong_type', 'must be true or false']],
  [{ ...trade, stopLoss: {} }, ['stopLoss', 'wrong_type', 'must be text']],
  [{ type: 'close_position' }, ['tradeId', 'required', 'is required']],
  [{ type: 'close_position', tradeId: 5 }, ['tradeId', 'wrong_type', 'must be text']],
  [{ type: 'close_position', tradeId: 'x' }, ['tradeId', 'wrong_format', ID]],
  [{ ...close, limit: '0' }, ['limit', 'not_positive', 'must be greater than zero']],
  [{ type: 'start_bot', id: [] }, ['id', 'wrong_type', 'must be text']],
  [{ type: 'stop_analysis', id: {} }, ['id', 'wrong_type', 'must be text']],
];

describe('a message that is not understood', () => {
  it.each(CASES.map((one) => [JSON.stringify(one[0]).slice(0, 90), ...one] as const))(
    '%s is answered by field and rule',
    (_, sent, ...errors) => {
      expect(parseMessage(JSON.stringify(sent), false)).toMatchObject({
        ok: false,
        refusal: {
          code: 'validation_failed',
          message: errors.map(([field, , rule]) => `${field} ${rule}`).join('; '),
          errors: errors.map(([field, code, message]) => ({ field, code, message })),
        },
      });
    },
  );

  it('is answered under its own id, where that is one', () => {
    const answered = (sent: object) => {
      const understood = parseMessage(JSON.stringify(sent), false);
      return understood.ok ? undefined : understood.refusal.id;
    };
    expect(answered({ type: 'nothing', id: 'a-1' })).toBe('a-1');
    expect(answered({ type: 'nothing', id: 5 })).toBeUndefined();
  });

  it.each([
    ['hello', false, 'invalid_json'],
    ['[]', false, 'invalid_json'],
    ['null', false, 'invalid_json'],
    ['', false, 'invalid_json'],
    [Buffer.from('{"type":"ping"}').toString('base64'), true, 'invalid_json'],
    [JSON.stringify({ type: 'ping', id: 'x'.repeat(8_192) }), false, 'body_too_large'],
  ] as const)('%j (binary: %j) is no message at all: %s', (body, isBinary, code) => {
    expect(parseMessage(body, isBinary)).toMatchObject({
      ok: false,
      refusal: { code, errors: [], message: expect.stringMatching(/^a message (must be|has) /) },
    });
  });
});
