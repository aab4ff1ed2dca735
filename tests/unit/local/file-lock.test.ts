import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDataDirectory } from '../../../infra/local/data-directory.ts';
import { takeLock } from '../../../infra/local/file-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperwick-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a lock is held by one, and free again when it is released', () => {
  const file = join(folder, 'a');
  const first = takeLock(file);
  expect(takeLock(file)).toEqual({ heldBy: process.pid });
  if ('release' in first) first.release();
  expect(takeLock(file)).toHaveProperty('release');
});

test.each(['4194999', 'nonsense', ''])('a lock left behind by "%s" is taken over', (content) => {
  const file = join(folder, 'b');
  writeFileSync(file, content);
  const lock = takeLock(file);
  expect(lock).toHaveProperty('release');
  if ('release' in lock) lock.release();
});

test('a data folder is used by one run at a time, each market mode has its own', () => {
  const live = openDataDirectory(folder, 'live', false);
  expect(() => openDataDirectory(folder, 'live', false)).toThrow(
    `DATA_DIR: ${join(folder, 'live')} is in use by process`,
  );
  const simulated = openDataDirectory(folder, 'simulated', false);
  expect(simulated.databaseFile).not.toBe(live.databaseFile);
  for (const opened of [live, simulated]) opened.release();
});

test('a run that begins anew leaves nothing of the last one', () => {
  const file = join(folder, 'replay', 'tables.db');
  openDataDirectory(folder, 'replay', false).release();
  writeFileSync(file, 'old');
  openDataDirectory(folder, 'replay', false).release();
  expect(existsSync(file)).toBe(true);
  openDataDirectory(folder, 'replay', true).release();
  expect(existsSync(file)).toBe(false);
});

test('in memory nothing is kept', () => {
  expect(openDataDirectory(':memory:', 'live', false)).toMatchObject({
    databaseFile: undefined,
    shared: undefined,
  });
});
