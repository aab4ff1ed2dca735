import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolve } from '../../../../shared/domain/trades/evolve.ts';
import type { Trade } from '../../../../shared/domain/trades/trade.ts';
import { run } from '../../../fixtures/trades.ts';
import { bars, tradesOn } from './arbitraries.ts';

describe('the log is the trade', () => {
  test('replaying the events from the created state gives the same trade, numbered without a hole', () => {
    fc.assert(
      fc.property(
        bars.chain((path) => fc.tuple(fc.constant(path), tradesOn(path))),
        ([path, created]) => {
          const { trade, rows, events } = run(created, path);
          const replayed = rows.map((row) => row.event).reduce<Trade>(evolve, created);
          expect(replayed).toEqual(trade);
          expect(rows.map((row) => row.seq)).toEqual(events.map((_, index) => created.version + index));
          expect(trade.version).toBe(created.version + events.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('events are in the order of their time, and an ended trade keeps no command', () => {
    fc.assert(
      fc.property(
        bars.chain((path) => fc.tuple(fc.constant(path), tradesOn(path))),
        ([path, created]) => {
          const { trade, events } = run(created, path);
          const acted = events
            .filter((event) => event.type !== 'command_superseded')
            .map((event) => event.at);
          expect(acted).toEqual([...acted].sort((left, right) => left - right));
          if (trade.status !== 'pending' && trade.status !== 'open') expect(trade.commands).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
