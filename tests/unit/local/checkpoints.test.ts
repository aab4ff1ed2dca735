import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Checkpoints } from '../../../infra/local/streams/checkpoints.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperwick-checkpoints-'));
const file = join(folder, 'streams.json');

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('a place that cannot be written stops nobody, and is written once it can be', () => {
  vi.useFakeTimers();
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  rmSync(folder, { recursive: true });
  const checkpoints = new Checkpoints(file);
  checkpoints.set('m', 's', { kind: 'after', sequence: '7' });
  vi.advanceTimersByTime(1_000);
  expect(said).toHaveBeenCalledWith(expect.stringMatching(/is not kept: ENOENT/));
  mkdirSync(folder);
  checkpoints.set('m', 's', { kind: 'after', sequence: '8' });
  vi.advanceTimersByTime(1_000);
  expect(new Checkpoints(file).of('m', 's')).toEqual({ kind: 'after', sequence: '8' });
  expect(new Checkpoints(file).of('m', 'another')).toBeUndefined();
});
