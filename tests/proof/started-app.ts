import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Api } from './api.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface StartedApp {
  readonly url: string;
  readonly api: Api;
  stop(): Promise<void>;
}

/** The application as a person starts it: `npm start -- ...`, its data in memory. @throws Error where it does not start */
export const startApp = (args: readonly string[], say: (line: string) => void): Promise<StartedApp> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['infra/local/main.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', DATA_DIR: ':memory:' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    let key = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      say(line);
      key = /^demo API key: (\S+)/.exec(line)?.[1] ?? key;
      const url = /^ready (\S+)/.exec(line)?.[1];
      if (!url) return;
      resolve({
        url,
        api: new Api(url, key),
        async stop() {
          child.kill('SIGINT');
          await gone;
        },
      });
    });
    child.once('exit', (code) => reject(new Error(`the application ended with ${code}`)));
  });
