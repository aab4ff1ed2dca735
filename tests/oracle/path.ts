import Big from 'big.js';
import type { OracleBar, OracleElement, OracleOrder } from './types.ts';

export interface Bar {
  openTime: number;
  closeTime: number;
  open: Big;
  high: Big;
  low: Big;
  close: Big;
}

export const isBar = (element: OracleElement): element is OracleBar => 'openTime' in element;

export const endOf = (element: OracleElement): number => (isBar(element) ? element.closeTime : element.time);

/** Rule 7.1. */
export function usable(element: OracleElement): boolean {
  const { open, high, low, close } = isBar(element)
    ? element
    : { open: element.price, high: element.price, low: element.price, close: element.price };
  const numbers = [open, high, low, close].map(Number);
  return numbers.every((n) => Number.isFinite(n) && n > 0) && new Big(high).gte(low);
}

const parsed = new WeakMap<OracleBar, Bar>();

/** Kept: thousands of orders go over the same bars. */
export function parse(bar: OracleBar): Bar {
  const known = parsed.get(bar) ?? parseNow(bar);
  parsed.set(bar, known);
  return known;
}

const parseNow = (bar: OracleBar): Bar => ({
  openTime: bar.openTime,
  closeTime: bar.closeTime,
  open: new Big(bar.open),
  high: new Big(bar.high),
  low: new Big(bar.low),
  close: new Big(bar.close),
});

/** 9.4.1: a share of its volume, down to the lot. */
export function allowanceOf(order: OracleOrder, element: OracleElement): Big | undefined {
  if (order.participation === undefined) return undefined;
  const volume = isBar(element) ? element.volume : element.quantity;
  if (volume === undefined || order.lotSize === undefined)
    throw new Error(`${order.id}: a participation limit needs volumes and a lot size`);
  const share = new Big(volume).times(order.participation);
  return share.minus(share.mod(order.lotSize));
}
