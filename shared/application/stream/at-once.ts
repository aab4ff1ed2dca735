/** Calls this for each item, so many at a time. @throws what the first call that failed threw, once all have ended */
export const atOnce = async <T>(
  items: readonly T[],
  most: number,
  call: (item: T) => Promise<void>,
): Promise<void> => {
  const left = [...items].reverse();
  const failures: unknown[] = [];
  const work = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) {
      try {
        await call(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  if (failures.length > 0) throw failures[0];
};
