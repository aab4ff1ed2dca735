import type { BetterOutcome, Evidence, FillRecord } from '../../domain/trades/fill.ts';
import type { BetterJson, EvidenceJson } from '../schemas/log.ts';
import type { FillJson } from '../schemas/trade.ts';
import { decimalText, moment } from './primitives.ts';

/** A fill without its evidence. */
export const presentFill = (fill: FillRecord): FillJson => ({
  id: fill.id,
  leg: fill.leg,
  time: moment(fill.time),
  price: fill.price,
  quantity: fill.quantity,
  notional: fill.notional,
  fee: fill.fee,
  liquidity: fill.liquidity,
  ambiguous: fill.ambiguous,
  late: fill.late,
  ...(fill.orderId === undefined ? {} : { orderId: fill.orderId }),
});

const presentPoint = (point: Evidence['point']): EvidenceJson['point'] =>
  point.kind === 'bar'
    ? {
        kind: 'bar',
        openTime: moment(point.openTime),
        closeTime: moment(point.closeTime),
        open: decimalText(point.open),
        high: decimalText(point.high),
        low: decimalText(point.low),
        close: decimalText(point.close),
      }
    : {
        kind: point.kind,
        time: moment(point.time),
        price: decimalText(point.price),
        id: point.id ?? null,
      };

export const presentBetter = ({ reading, value, takenValue, events }: BetterOutcome): BetterJson => ({
  reading,
  value,
  takenValue,
  events: events.map(({ leg, price }) => ({ leg, price })),
});

export const presentEvidence = (evidence: Evidence): EvidenceJson => ({
  rule: evidence.rule,
  trigger: evidence.trigger,
  point: presentPoint(evidence.point),
  source: evidence.source,
  resolution: evidence.resolution,
  reading: evidence.reading ?? null,
  better: evidence.better ? presentBetter(evidence.better) : null,
});
