import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../functions/http/trade-plan.ts';
import { bulkBody } from '../../../shared/contract/schemas/bulk.ts';
import { amendTradeBody, createTradeBody } from '../../../shared/contract/schemas/trade-input.ts';
import type { Instrument } from '../../../shared/domain/market/instrument.ts';
import { money, price, quantity } from '../../../shared/domain/money/decimal.ts';
import { checkPlan } from '../../../shared/domain/trades/rules.ts';
import { sizedTargets } from '../../../shared/domain/trades/target-sizes.ts';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const page = readFileSync(at('docs/order-types.md'), 'utf8');
const bodiesOf = (word: RegExp): string[] => [...page.matchAll(word)].map(([, body]) => body ?? '');

const instrument: Instrument = {
  venue: 'binance',
  symbol: 'BTC/USDT' as Instrument['symbol'],
  tickSize: price('0.01'),
  lotSize: quantity('0.00001'),
  minQuantity: quantity('0.00001'),
  maxQuantity: quantity('9000'),
  minNotional: money('5'),
};

describe('docs/order-types.md', () => {
  const trades = bodiesOf(/^trade '(\{[^']*\})'/gm);
  const changes = [
    ...bodiesOf(/^change '(\{[^']*\})'/gm),
    ...bodiesOf(/-H 'If-Match: [^']*' -d '(\{[^']*\})'/g),
  ];
  const many = bodiesOf(/v1\/trades\/(?:close|cancel) .* -d '(\{[^']*\})'/g);

  it('has an example of each order type', () => {
    expect([trades.length, changes.length, many.length]).toEqual([15, 5, 2]);
  });

  it.each(trades)('trade %s is one that a market at 64500 takes', (text) => {
    const parsed = createTradeBody.safeParse(JSON.parse(text));
    expect(parsed.error).toBeUndefined();
    const { plan, targets } = planOf(createTradeBody.parse(JSON.parse(text)));
    const sized = targets ? { targets: sizedTargets(targets, plan.quantity, instrument.lotSize) } : {};
    expect(checkPlan({ ...plan, exits: { ...plan.exits, ...sized } }, instrument, 64_500)).toEqual([]);
  });
  it.each(changes)('change %s', (text) => {
    expect(amendTradeBody.safeParse(JSON.parse(text)).error).toBeUndefined();
  });
  it.each(many)('many %s', (text) => {
    expect(bulkBody.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('lists the code of every rule, and no other', () => {
    const table = page.slice(page.indexOf('## Broken rules'));
    const rows = [...table.matchAll(/^\| `?[^|]+ \| ([^|]+) \|$/gm)].map(([, codes]) => codes ?? '');
    const documented = new Set(
      rows.flatMap((codes) => [...codes.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code ?? '')),
    );
    const sources = readdirSync(at('shared/domain/trades')).filter((file) => /rules\.ts$/.test(file));
    const patterns = [
      ...sources.map((file) => `shared/domain/trades/${file}`),
      'shared/domain/trades/decide.ts',
    ].flatMap((file) =>
      [
        ...[...readFileSync(at(file), 'utf8').matchAll(/violation\(\s*[^,()]+,\s*['`]([^'`]+)['`]/g)],
        ...(file.endsWith('decide.ts')
          ? [...readFileSync(at(file), 'utf8').matchAll(/code: '([a-z_]+)'/g)]
          : []),
      ].map(([, code]) => new RegExp(`^${(code ?? '').replaceAll(/\$\{\w+\}/g, '[a-z_]+')}$`)),
    );
    expect(patterns.length).toBeGreaterThan(30);
    const codes = [...documented];
    expect(patterns.filter((pattern) => !codes.some((code) => pattern.test(code)))).toEqual([]);
    expect(codes.filter((code) => !patterns.some((pattern) => pattern.test(code)))).toEqual([]);
  });
});
