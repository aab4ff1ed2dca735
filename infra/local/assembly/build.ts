import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { takeLock } from '../file-lock.ts';
import { hashInputs } from './inputs.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CACHE = join(ROOT, 'build', 'local');
const KEPT = 3;

const WEB_INPUTS = ['web', 'shared/contract', 'shared/domain', 'package-lock.json'];
const APP_INPUTS = ['infra', 'functions', 'shared', 'cdk.json', 'package-lock.json'];

const run = promisify(execFile);

/** Programs of the project's own packages, Node.js among them, come first; what is built is what is deployed. */
const environment = () => ({
  ...process.env,
  NODE_ENV: 'production',
  PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
});

const call = async (program: string, args: readonly string[]): Promise<void> => {
  try {
    await run(program, [...args], { cwd: ROOT, env: environment(), maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${(stderr || stdout || message).trim()}`);
  }
};

const withBuildLock = async <T>(build: () => Promise<T>): Promise<T> => {
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    const lock = takeLock(join(CACHE, 'lock'));
    if ('release' in lock) return build().finally(lock.release);
    await sleep(200);
  }
};

const buildWeb = async (hash: string): Promise<void> => {
  const stamp = join(CACHE, 'web');
  const built = existsSync(join(ROOT, 'web', 'dist', 'index.html')) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === hash) return;
  await call('npm', ['run', '--silent', 'build:web']);
  writeFileSync(stamp, hash);
};

/** A build this young may be the one that another run serves, ms. */
const IN_USE = 24 * 3_600_000;

/** Leaves the newest few, so that switching between two versions stays fast, and whatever may be in use. */
const prune = (): void => {
  const age = (name: string) => statSync(join(CACHE, name)).mtimeMs;
  const versions = readdirSync(CACHE).filter((name) => existsSync(join(CACHE, name, 'assembly')));
  for (const name of versions.sort((a, b) => age(b) - age(a)).slice(KEPT)) {
    if (Date.now() - age(name) < IN_USE) continue;
    rmSync(join(CACHE, name), { recursive: true, force: true });
  }
};

/**
 * The synthesized assembly of the sources as they are: built where anything that goes in has changed since.
 * @param say told of each step that takes time
 * @returns the folder of the assembly
 */
export const buildAssembly = async (say: (step: string) => void): Promise<string> => {
  const web = hashInputs(ROOT, WEB_INPUTS, ['web/dist', 'web/node_modules']);
  const app = hashInputs(ROOT, APP_INPUTS, ['infra/local']);
  const directory = join(CACHE, `${app}-${web}`);
  const assembly = join(directory, 'assembly');
  if (existsSync(join(assembly, 'manifest.json'))) return assembly;
  return withBuildLock(async () => {
    if (existsSync(join(assembly, 'manifest.json'))) return assembly;
    say('building the dashboard');
    await buildWeb(web);
    say('synthesizing the stack');
    const unfinished = `${directory}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    await call('node', [join(import.meta.dirname, 'synthesize.ts'), unfinished]);
    rmSync(directory, { recursive: true, force: true });
    renameSync(unfinished, directory);
    prune();
    return assembly;
  });
};
