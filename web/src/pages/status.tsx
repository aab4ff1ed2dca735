import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { StatusPanels } from '../features/feeds/status-panels.tsx';
import { signOut } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTheme } from '../ui/use-theme.ts';

/** How the machine does, and the settings of this page. */
export const Status = ({ desk }: { desk: Desk }): ReactNode => {
  const [theme, toggleTheme] = useTheme();
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-3">
      <StatusPanels now={desk.now} />
      <Panel title="This page">
        <div className="flex flex-wrap gap-2 p-3">
          <Button onClick={toggleTheme}>{theme === 'dark' ? 'Light theme' : 'Dark theme'}</Button>
          <Button onClick={() => signOut()}>Use another API key</Button>
        </div>
      </Panel>
    </div>
  );
};
