import { type BlindWindow, endOf, highOf, lastOf, lowOf, type PathElement, startOf } from './path.ts';

/** A price that waits for its confirmation. Times in ms. */
export interface Suspect {
  readonly time: number;
  /** How it read: a second read that says the same confirms it. */
  readonly reading: string;
  readonly since: number;
}

export interface ScreenInput {
  readonly elements: readonly PathElement[];
  readonly completeTo: number;
  /** What was evaluated before: its elements have been screened. */
  readonly cursor: number;
  /** A price further than this share from the one before it is suspect. */
  readonly bound: number;
  readonly suspect: Suspect | undefined;
  readonly now: number;
  /** A recent price from another source: what confirms a sample. */
  readonly secondOpinion: number | undefined;
}

export interface Screened {
  readonly elements: readonly PathElement[];
  /** The path may be evaluated up to here. */
  readonly completeTo: number;
  readonly suspect: Suspect | undefined;
  readonly blind: readonly BlindWindow[];
}

/** A path waits this long for a price that cannot be true; then the span is a blind window. */
const LONGEST_WAIT = 120_000;

const valuesOf = (element: PathElement): number[] =>
  element.kind === 'bar' ? [element.open, element.high, element.low, element.close] : [element.price];

/** Zero, negative, not a number, or a high below its low: no price at all. */
export const isImpossible = (element: PathElement): boolean => {
  const values = valuesOf(element);
  return (
    values.some((value) => !Number.isFinite(value) || value <= 0) ||
    Math.max(...values) > highOf(element) ||
    Math.min(...values) < lowOf(element)
  );
};

const isFar = (element: PathElement, from: number, bound: number): boolean =>
  highOf(element) > from * (1 + bound) || lowOf(element) < from * (1 - bound);

const readingOf = (element: PathElement): string => valuesOf(element).join('|');

const isConfirmed = (element: PathElement, input: ScreenInput): boolean => {
  if (element.kind === 'sample')
    return input.secondOpinion !== undefined && !isFar(element, input.secondOpinion, input.bound);
  return input.suspect?.time === startOf(element) && input.suspect.reading === readingOf(element);
};

/**
 * Holds the path back before a price that cannot be true, until it is confirmed or two minutes have passed
 * (fill rules, section 7). Screening delays what fires; it never changes what fires.
 */
export const screen = (input: ScreenInput): Screened => {
  const elements: PathElement[] = [];
  const blind: BlindWindow[] = [];
  let previous: number | undefined;
  for (const element of input.elements) {
    const impossible = isImpossible(element);
    const isOld = endOf(element) <= input.cursor;
    const far = previous !== undefined && isFar(element, previous, input.bound);
    if (!impossible && (isOld || !far || isConfirmed(element, input))) {
      elements.push(element);
      previous = lastOf(element);
      continue;
    }
    if (isOld) continue;
    const since = input.suspect?.time === startOf(element) ? input.suspect.since : input.now;
    if (input.now - since < LONGEST_WAIT) {
      const suspect = { time: startOf(element), reading: readingOf(element), since };
      return { elements, completeTo: Math.min(input.completeTo, startOf(element) - 1), suspect, blind };
    }
    blind.push({ from: startOf(element), to: endOf(element), reason: 'suspect_price' });
  }
  return { elements, completeTo: input.completeTo, suspect: undefined, blind };
};
