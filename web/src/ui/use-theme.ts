import { useState } from 'react';

export type Theme = 'dark' | 'light';

/** The theme of the page (public/theme.js sets it before the first paint), and the way to change and remember it. */
export const useTheme = (): readonly [Theme, () => void] => {
  const root = document.documentElement;
  const [theme, setTheme] = useState<Theme>(root.dataset.theme === 'light' ? 'light' : 'dark');
  const toggle = (): void => {
    const next = theme === 'light' ? 'dark' : 'light';
    root.dataset.theme = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // Storage may be forbidden: the theme holds until the page is closed.
    }
    setTheme(next);
  };
  return [theme, toggle];
};
