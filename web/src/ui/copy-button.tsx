import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';

const SAID_MS = 2_000;

/** Puts a text on the clipboard and says so; where the browser refuses, the text beside it can be marked by hand. */
export const CopyButton = ({ text, label }: { text: string; label: string }): ReactNode => {
  const [said, setSaid] = useState<'Copied' | 'Mark and copy it by hand'>();
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(done ? 'Copied' : 'Mark and copy it by hand');
    setTimeout(() => setSaid(undefined), SAID_MS);
  };
  return (
    <Button onClick={() => void copy()} aria-label={said ? undefined : label} className="shrink-0">
      <Icon name={said === 'Copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{said ?? 'Copy'}</span>
    </Button>
  );
};
