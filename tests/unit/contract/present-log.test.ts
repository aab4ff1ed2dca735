import { describe, expect, it } from 'vitest';
import { presentLogRow } from '../../../shared/contract/present/log.ts';
import { logRowSchema } from '../../../shared/contract/schemas/log.ts';
import { money, price, quantity, rate } from '../../../shared/domain/money/decimal.ts';
import type { LogRow, TradeEvent } from '../../../shared/domain/trades/event.ts';
import type { Fill } from '../../../shared/domain/trades/fill.ts';
import { CREATED, fillWithEvidence, ID, OPENED, pending } from './trades.ts';

const created: LogRow = {
  tradeId: ID,
  seq: 0,
  event: { type: 'trade_created', at: CREATED, trade: pending },
  sentence: 'Trade created.',
};
const filled = (fill: Fill): LogRow => ({
  tradeId: ID,
  seq: 1,
  event: { type: 'entry_filled', at: OPENED, fill },
  sentence: 'Bought.',
});

describe('a row of the log', () => {
  it('of the creation names the price that was planned', () => {
    expect(presentLogRow(created)).toEqual({
      seq: 0,
      tradeId: ID,
      type: 'trade_created',
      time: '2026-11-20T09:30:00.000Z',
      message: 'Trade created.',
      price: '64000',
      fill: null,
      evidence: null,
      leg: null,
      via: null,
      reason: null,
      readings: null,
      changes: null,
    });
  });

  it('of a fill shows the fill and the bar that fired it', () => {
    expect(presentLogRow(filled(fillWithEvidence))).toEqual({
      seq: 1,
      tradeId: ID,
      type: 'entry_filled',
      time: '2026-11-20T09:31:04.999Z',
      message: 'Bought.',
      price: '64000',
      fill: {
        id: `${ID}#entry#1`,
        leg: 'entry',
        time: '2026-11-20T09:31:04.999Z',
        price: '64000',
        quantity: '0.05',
        notional: '3200',
        fee: '19.2',
        liquidity: 'maker',
        ambiguous: false,
        late: false,
      },
      evidence: {
        rule: 'limit_at_its_price',
        trigger: '64000',
        point: {
          kind: 'bar',
          openTime: '2026-11-20T09:31:04.000Z',
          closeTime: '2026-11-20T09:31:04.999Z',
          open: '64012.3',
          high: '64012.3',
          low: '63990',
          close: '63998.1',
        },
        source: 'binance',
        resolution: '1s',
        reading: null,
        better: null,
      },
      leg: 'entry',
      via: null,
      reason: null,
      readings: null,
      changes: null,
    });
  });

  it('of an ambiguous fill on a print keeps the better outcome', () => {
    const row = filled({
      ...fillWithEvidence,
      evidence: {
        ...fillWithEvidence.evidence,
        point: { kind: 'print', time: OPENED, price: 64000, id: 17 },
        reading: 'OLHC',
        better: {
          reading: 'OHLC',
          value: money('61'),
          takenValue: money('-88.5'),
          events: [{ leg: 'take_profit', price: price('66000') }],
        },
      },
    });
    expect(presentLogRow(row).evidence).toMatchObject({
      point: { kind: 'print', time: '2026-11-20T09:31:04.999Z', price: '64000', id: 17 },
      reading: 'OLHC',
      better: {
        reading: 'OHLC',
        value: '61',
        takenValue: '-88.5',
        events: [{ leg: 'take_profit', price: '66000' }],
      },
    });
  });

  const { evidence } = fillWithEvidence;
  const at = OPENED;
  const command = {
    kind: 'amend',
    at,
    changes: { trailing: { percent: rate('1.5') }, targets: null, timeOut: 90_000, breakEven: null },
    entry: { quantity: quantity('0.04'), goodTill: null },
  } as const;
  it.each<[TradeEvent, object]>([
    [
      { type: 'exit_triggered', at, leg: 'stop_loss', ambiguous: false, evidence },
      { leg: 'stop_loss', price: '64000', evidence: { rule: 'limit_at_its_price' } },
    ],
    [
      { type: 'trailing_activated', at, ambiguous: false, evidence },
      { leg: 'trailing_stop', price: '64000', evidence: { rule: 'limit_at_its_price' } },
    ],
    [
      { type: 'entry_filled', at, fill: fillWithEvidence, via: 'stop' },
      { leg: 'entry', via: 'stop' },
    ],
    [
      { type: 'exit_filled', at, fill: { ...fillWithEvidence, leg: 'target' }, reason: 'take_profit' },
      { leg: 'target', reason: 'take_profit', fill: { leg: 'target' } },
    ],
    [
      { type: 'entry_ended', at, reason: 'the good-till time has passed' },
      { leg: null, reason: 'the good-till time has passed' },
    ],
    [
      { type: 'close_armed', at, reason: 'timeout' },
      { reason: 'timeout', price: null },
    ],
    [{ type: 'close_armed', at }, { reason: null }],
    [
      {
        type: 'reading_taken',
        at,
        reading: 'OLHC',
        better: {
          reading: 'OHLC',
          value: money(10),
          takenValue: money('-2'),
          events: [{ leg: 'target', price: null }],
        },
      },
      {
        evidence: null,
        readings: {
          taken: 'OLHC',
          better: {
            reading: 'OHLC',
            value: '10',
            takenValue: '-2',
            events: [{ leg: 'target', price: null }],
          },
        },
      },
    ],
    [
      { type: 'exits_changed', at, changes: command.changes, entry: command.entry },
      {
        changes: {
          trailing: { amount: null, percent: '1.5', activation: null },
          targets: null,
          timeOutSeconds: 90,
          breakEven: false,
          quantity: '0.04',
          goodTill: null,
        },
      },
    ],
    [{ type: 'command_requested', at, command }, { changes: { timeOutSeconds: 90, quantity: '0.04' } }],
    [
      { type: 'command_superseded', at, command, because: 'the trade is open' },
      { reason: 'the trade is open', changes: { timeOutSeconds: 90 } },
    ],
  ])('of %j', (event, expected) => {
    const json = presentLogRow({ tradeId: ID, seq: 3, event, sentence: 'It happened.' });
    expect(json).toMatchObject({ type: event.type, time: '2026-11-20T09:31:04.999Z', ...expected });
    expect(logRowSchema.safeParse(json).error).toBeUndefined();
  });

  it('of a command is about no price', () => {
    const row: LogRow = {
      tradeId: ID,
      seq: 2,
      event: { type: 'command_requested', at: OPENED, command: { kind: 'cancel', at: OPENED } },
      sentence: 'Cancel requested.',
    };
    expect(presentLogRow(row)).toMatchObject({ price: null, fill: null, evidence: null });
    expect(logRowSchema.safeParse(presentLogRow(row)).error).toBeUndefined();
  });
});
