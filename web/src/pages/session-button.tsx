import type { ReactNode } from 'react';
import { signOut } from '../session/begin.ts';
import { useCredentialKind } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';

/** The way out; for the demo user and for a key, the way in as oneself. */
export const SessionButton = (): ReactNode => {
  const isPerson = useCredentialKind() === 'person';
  const label = isPerson ? 'Sign out' : 'Sign in as yourself';
  return (
    <Button kind="plain" size="small" aria-label={label} title={label} onClick={() => void signOut()}>
      <Icon name={isPerson ? 'leave' : 'user'} />
    </Button>
  );
};
