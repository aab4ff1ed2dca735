import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { StatusPanels } from '../features/feeds/status-panels.tsx';

/** How the machine does. */
export default function Status({ desk }: { desk: Desk }): ReactNode {
  return (
    <div className="mx-auto w-full max-w-5xl">
      <StatusPanels now={desk.now} />
    </div>
  );
}
