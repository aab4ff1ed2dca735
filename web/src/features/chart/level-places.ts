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
const besides = (taken: readonly Box[], box: Box, room: number): Box | undefined => {
  if (box.left + box.width > room) return undefined;
  const hit = taken.find((other) => meet(box, other));
  return hit ? besides(taken, { ...box, left: hit.left + hit.width + GAP }, room) : box;
};

/** Boxes that would cover each other beside each other, the first furthest to the left; undefined for one that has no room. */
export const sideBySide = (boxes: readonly Box[], room: number): (Box | undefined)[] => {
  const taken: Box[] = [];
  return boxes.map((box) => {
    const placed = besides(taken, box, room);
    if (placed) taken.push(placed);
    return placed;
  });
};
