/** API Gateway takes messages of at most 128 kB; the rest of a part is for what stands around its items. */
const MOST_BYTES = 100_000;

/** As many lists as it takes so that none is too large for a message; at least one. */
export const inParts = <T>(items: readonly T[], most = MOST_BYTES): T[][] => {
  const parts: T[][] = [[]];
  let size = 0;
  for (const item of items) {
    const bytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = parts.at(-1) as T[];
    if (last.length > 0 && size + bytes > most) {
      parts.push([item]);
      size = bytes;
    } else {
      last.push(item);
      size += bytes;
    }
  }
  return parts;
};
