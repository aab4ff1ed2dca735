import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../shared/adapters/dynamodb/connection-item.ts';
import { partsBehind } from '../../../shared/adapters/dynamodb/connection-reader.ts';

const SHARD_SIZE = 500;

const places = (count: number) =>
  Array.from({ length: count }, () => placeOf(randomBytes(9).toString('base64'))).sort();

describe('parts of all connections', () => {
  it.each([501, 1_000, 10_000, 40_000])(
    'of %d are as many as it takes, of about 500 each, and none is in two',
    (count) => {
      const all = places(count);
      const behind = all.slice(SHARD_SIZE);
      const parts = partsBehind(all[SHARD_SIZE - 1] ?? '', SHARD_SIZE);
      const sizes = parts.map(
        ({ from, to }) => behind.filter((place) => place >= from && place <= to).length,
      );
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(behind.length);
      // The first 500 are a sample by which all are estimated: within a fifth, five standard deviations.
      expect(parts.length).toBeGreaterThanOrEqual(Math.floor((behind.length / SHARD_SIZE) * 0.8));
      expect(parts.length).toBeLessThanOrEqual(Math.ceil((behind.length / SHARD_SIZE) * 1.25) + 1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(SHARD_SIZE * 1.5);
    },
  );
});
