import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hasRecorded, recordedBars } from '../../oracle/recorded.ts';

const BTC = 'replay-7d/BTCUSDT.1m.csv.gz';

describe('oracle: recorded bars', () => {
  it('reads the columns, with decimals as their shortest text', () => {
    const file = join(tmpdir(), `oracle-bars-${process.pid}.csv.gz`);
    writeFileSync(
      file,
      gzipSync('time_ms,open,high,low,close,volume\n60000,7424.10,7424.91,1e-05,7422.0,7.1\n'),
    );
    try {
      expect(recordedBars(pathToFileURL(file))).toEqual([
        {
          openTime: 60_000,
          closeTime: 119_999,
          open: '7424.1',
          high: '7424.91',
          low: '0.00001',
          close: '7422',
          volume: '7.1',
        },
      ]);
    } finally {
      rmSync(file);
    }
  });

  it.skipIf(!hasRecorded(BTC))('reads a recorded week (needs ../shared/data)', () => {
    const bars = recordedBars(BTC);
    expect(bars).toHaveLength(10_080);
    expect(bars[0]).toMatchObject({ openTime: 1_746_403_200_000, open: '94230.2', close: '94220' });
    expect(bars.every((bar, n) => n === 0 || bar.openTime === (bars[n - 1]?.closeTime ?? 0) + 1)).toBe(true);
  });
});
