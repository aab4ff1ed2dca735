import type { ReactNode } from 'react';
import type { ExitWords } from './exit-words.ts';

/** The exit of one side that comes first; all of them where the pointer rests, and read out. */
export const ExitPrice = ({ exit }: { exit: ExitWords | undefined }): ReactNode =>
  exit ? (
    <span title={exit.all}>
      {exit.text}
      {exit.note && <span className="ml-1 text-label text-muted">{exit.note}</span>}
    </span>
  ) : (
    <span className="text-muted">–</span>
  );
