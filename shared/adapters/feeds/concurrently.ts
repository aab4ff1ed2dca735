/** The answers of `ask` in the order of the items, at most `limit` asked at once. */
export const concurrently = async <Item, Answer>(
  items: readonly Item[],
  limit: number,
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> => {
  const answers: Answer[] = [];
  const entries = items.entries();
  // The workers share one iterator: each takes the next item that nobody has taken.
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return answers;
};
