import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const filesUnder = (path: string, leftOut: readonly string[]): string[] => {
  if (leftOut.includes(path)) return [];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name), leftOut));
};

/** A hash of files and folders, names and contents: the same as long as nothing that goes in has changed. */
export const hashInputs = (
  root: string,
  paths: readonly string[],
  leftOut: readonly string[] = [],
): string => {
  const hash = createHash('sha256');
  const absent = leftOut.map((path) => join(root, path));
  for (const file of paths.flatMap((path) => filesUnder(join(root, path), absent))) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
};
