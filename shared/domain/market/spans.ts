import type { Span } from './candle.ts';

/** What is left of these spans without those; both in order, neither with overlaps, ends inclusive. */
export const without = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  spans.flatMap((span) => {
    const left: Span[] = [];
    let from = span.from;
    for (const other of others) {
      if (other.to < from || other.from > span.to) continue;
      if (other.from > from) left.push({ from, to: other.from - 1 });
      from = other.to + 1;
    }
    return from <= span.to ? [...left, { from, to: span.to }] : left;
  });
