import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTheme } from '../ui/use-theme.ts';

export const ThemeButton = (): ReactNode => {
  const [theme, toggle] = useTheme();
  const label = theme === 'dark' ? 'Light theme' : 'Dark theme';
  return (
    <Button kind="plain" size="small" aria-label={label} title={label} onClick={toggle}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </Button>
  );
};
