import type { HistoryJob } from '../ports/history.ts';
import { FeedError } from '../ports/venue.ts';
import { type ExportPorts, runExport } from './run-export.ts';
import { type ImportPorts, runImport } from './run-import.ts';

export type RunOutcome = 'done' | 'continued' | 'failed' | 'busy' | 'nothing_to_do';

/**
 * Runs an import or an export. Twice at once, the second finds it busy; after a crash the next one goes on with what is not
 * there. What the venue refuses ends the job with its reason. @throws what the store refuses: the event comes again
 */
export const runJob = async (
  ports: ImportPorts & ExportPorts,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<RunOutcome> => {
  const stored = await ports.jobs.load(id);
  if (!stored || stored.job.status === 'done' || stored.job.status === 'failed') return 'nothing_to_do';
  if (stored.job.busyUntil > ports.wall()) return 'busy';
  let { job, rev } = stored;
  const save = async (changes: Partial<HistoryJob>): Promise<boolean> => {
    const next = { ...job, ...changes, updatedAt: ports.wall() };
    if (!(await ports.jobs.save(next, rev))) return false;
    job = next;
    rev += 1;
    return true;
  };
  const busyUntil = ports.wall() + ports.leaseMs;
  if (!(await save({ status: 'running', busyUntil }))) return 'busy';
  const progress = async (done: number): Promise<void> => {
    const now = ports.wall();
    // An import that waits for another makes no progress of its own, and is at work all the same.
    if (done <= job.done && job.busyUntil - now > ports.leaseMs / 2) return;
    await save({ done: Math.min(Math.max(done, job.done), job.total), busyUntil: now + ports.leaseMs });
  };
  try {
    if (job.kind === 'export') {
      const content = await runExport(ports, job, progress);
      await save({ status: 'done', busyUntil: 0, done: job.total, content });
      return 'done';
    }
    if (!(await runImport(ports, job, now, progress))) {
      await save({ busyUntil: 0 });
      await ports.starter.start(id, now);
      return 'continued';
    }
    await save({ status: 'done', busyUntil: 0, done: job.total });
    return 'done';
  } catch (error) {
    if (!(error instanceof FeedError)) {
      await save({ busyUntil: 0 });
      throw error;
    }
    await save({ status: 'failed', busyUntil: 0, error: error.message.slice(0, 200) });
    return 'failed';
  }
};
