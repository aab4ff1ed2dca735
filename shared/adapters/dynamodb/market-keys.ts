/** DynamoDB writes at most this many items in one batch. */
export const MAX_BATCH_WRITE = 25;

/** A moment (ms) as a sort key: in order of time as text. */
export const timeKey = (time: number): string => String(time).padStart(13, '0');

/** TTL is DynamoDB's own affair: it counts by the real clock, in seconds, also while the market is a replay. */
export const expiresIn = (days: number): number => Math.floor(Date.now() / 1000) + days * 86_400;

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
