import { type BlindWindow, endOf, highOf, lastOf, lowOf, type PathElement, startOf } from './path.ts';

/** A price that cannot be taken at its word, as the next pass has to know it. Times in ms. */
export interface Suspect {
  readonly time: number;
  /** How it read: a second read that says the same confirms it. */
  readonly reading: string;
  readonly since: number;
  readonly confirmed: boolean;
}

export interface ScreenInput {
  readonly elements: readonly PathElement[];
  readonly completeTo: number;
  /** What was evaluated before. */
  readonly cursor: number;
  /** A price further than this share from the one before it is suspect. */
  readonly bound: number;
  /** As the last pass left them. */
  readonly suspects: readonly Suspect[];
  readonly now: number;
  /** A recent price from another source: what confirms a sample. */
  readonly secondOpinion: number | undefined;
}

export interface Screened {
  readonly elements: readonly PathElement[];
  /** The path may be evaluated up to here. */
  readonly completeTo: number;
  /** True where the path is held back before a suspect. */
  readonly waits: boolean;
  readonly suspects: readonly Suspect[];
  readonly blind: readonly BlindWindow[];
}

/** A path waits this long for a price that cannot be true; then the span is a blind window. */
const LONGEST_WAIT = 120_000;
/** So many prices wait at a time, the others behind them: the state item stays small. */
const MAX_WAITING = 100;

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

/** What is known of an element: a bar may read otherwise than before, prints of one moment are told apart by price. */
const knownAs = (element: PathElement, suspects: readonly Suspect[]): Suspect | undefined =>
  suspects.find(
    ({ time, reading }) =>
      time === startOf(element) && (element.kind === 'bar' || reading === readingOf(element)),
  );

const isConfirmed = (element: PathElement, known: Suspect | undefined, input: ScreenInput): boolean => {
  const isUnchanged = known?.reading === readingOf(element);
  if (element.kind !== 'sample' || known?.confirmed) return isUnchanged;
  return input.secondOpinion !== undefined && !isFar(element, input.secondOpinion, input.bound);
};

/**
 * Holds the path back before a price that cannot be true, until it is confirmed or two minutes have passed
 * (fill rules, section 7). What was given up as blind, or appears behind the cursor as a correction, stays out of the
 * look-back until it is confirmed. Screening delays what fires; it never changes what fires.
 */
export const screen = (input: ScreenInput): Screened => {
  const elements: PathElement[] = [];
  const suspects: Suspect[] = [];
  const blind: BlindWindow[] = [];
  let previous: number | undefined;
  let heldAt: number | undefined;
  let waiting = 0;
  for (const element of input.elements) {
    const time = startOf(element);
    const before = knownAs(element, input.suspects);
    const isOld = endOf(element) <= input.cursor;
    const impossible = isImpossible(element);
    // The first element of the look-back has none before it: what was suspect then still is.
    const far = previous === undefined ? before !== undefined : isFar(element, previous, input.bound);
    const confirmed = !impossible && far && isConfirmed(element, before, input);
    const since = before?.since ?? input.now;
    const isTrue = !impossible && (!far || confirmed);
    if (heldAt === undefined && isTrue) elements.push(element);
    else if (heldAt === undefined && !isOld) {
      if (input.now - since < LONGEST_WAIT) heldAt = time;
      else blind.push({ from: time, to: endOf(element), reason: 'suspect_price' });
    }
    const isSuspect = impossible ? heldAt !== undefined : far;
    if (isSuspect && (heldAt === undefined || waiting++ < MAX_WAITING))
      suspects.push({ time, reading: readingOf(element), since, confirmed });
    // Behind a held price all are looked at as if it were true: one second read confirms them together.
    if (isTrue || (heldAt !== undefined && !impossible)) previous = lastOf(element);
  }
  const completeTo = heldAt === undefined ? input.completeTo : Math.min(input.completeTo, heldAt - 1);
  return { elements, completeTo, waits: heldAt !== undefined, suspects, blind };
};
