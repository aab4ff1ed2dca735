import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** What cognito-local keeps as a Date has a name that says so. */
const revive = (key: string, value: unknown): unknown =>
  key.endsWith('Date') && typeof value === 'string' ? new Date(value) : value;

const readTree = (file: string): Tree | undefined => {
  try {
    const tree: unknown = JSON.parse(readFileSync(file, 'utf8'), revive);
    return isTree(tree) ? tree : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const childOf = (tree: Tree, key: string): Tree => {
  const child = tree[key];
  if (isTree(child)) return child;
  const made: Tree = {};
  tree[key] = made;
  return made;
};

const pathOf = (key: string | readonly string[]): { parents: readonly string[]; last: string } => {
  const path = typeof key === 'string' ? [key] : key;
  return { parents: path.slice(0, -1), last: path.at(-1) ?? '' };
};

const treeStore = (root: Tree, save: () => void): DataStore => {
  const parentOf = (parents: readonly string[]): Tree => parents.reduce(childOf, root);
  return {
    async get<T>(_context: unknown, key: string | string[], fallback?: T): Promise<T> {
      const { parents, last } = pathOf(key);
      return (parentOf(parents)[last] ?? fallback ?? null) as T;
    },
    async getRoot<T>() {
      return root as T;
    },
    async set(_context, key, value) {
      const { parents, last } = pathOf(key);
      parentOf(parents)[last] = value;
      save();
    },
    async delete(_context, key) {
      const { parents, last } = pathOf(key);
      delete parentOf(parents)[last];
      save();
    },
  };
};

/**
 * Where cognito-local keeps its people: a JSON file of each pool, written whole and then put in its place, so that a crash
 * leaves the one before; or nowhere.
 * @param directory undefined: in memory
 */
export const dataStores = (directory: string | undefined): DataStoreFactory => ({
  async create(_context, id, defaults) {
    if (directory === undefined) return treeStore(structuredClone(defaults) as Tree, () => undefined);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, `${id}.json`);
    const root = readTree(file) ?? (structuredClone(defaults) as Tree);
    return treeStore(root, () => {
      writeFileSync(`${file}.part`, JSON.stringify(root), { mode: 0o600 });
      renameSync(`${file}.part`, file);
    });
  },
});
