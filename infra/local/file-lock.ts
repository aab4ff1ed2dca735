import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const holderOf = (file: string): number | undefined => {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
};

export type Lock = { readonly release: () => void } | { readonly heldBy: number };

/** Takes a lock file, or says which running process has it. One that a dead process left behind is taken over. */
export const takeLock = (file: string): Lock => {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined && isRunning(holder)) return { heldBy: holder };
    rmSync(file, { force: true });
  }
};
