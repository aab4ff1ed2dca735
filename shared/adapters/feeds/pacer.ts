/**
 * Says how long (ms) the next request has to wait so that no more than `perSecond` start in a second,
 * after a burst of `burst`. Each question takes a place in the line.
 */
export const createPacer = (perSecond: number, burst: number, elapsed: () => number): (() => number) => {
  const spacing = 1000 / perSecond;
  let next = 0;
  return () => {
    const now = elapsed();
    next = Math.max(next, now);
    const wait = Math.max(0, next - (burst - 1) * spacing - now);
    next += spacing;
    return wait;
  };
};
