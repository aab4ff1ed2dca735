/** Px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 4;

const meet = (one: Box, other: Box): boolean =>
  one.top < other.top + other.height &&
  other.top < one.top + one.height &&
  one.left < other.left + other.width + GAP &&
  other.left < one.left + one.width + GAP;

/** The box as far to the right as it takes to cover none of those that have their places; undefined where it fits nowhere. */
export const besides = (taken: readonly Box[], box: Box, room: number): Box | undefined => {
  if (box.left + box.width > room) return undefined;
  const hit = taken.find((other) => meet(box, other));
  return hit ? besides(taken, { ...box, left: hit.left + hit.width + GAP }, room) : box;
};
