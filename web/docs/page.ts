/** All that the reference does beyond being read: the theme, and copying an example. */

const setUpTheme = (): void => {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const { dataset } = document.documentElement;
    const next = dataset.theme === 'light' ? 'dark' : 'light';
    dataset.theme = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // Storage may be forbidden: the theme holds until the page is closed.
    }
  });
};

const SAID_MS = 1_500;

const setUpCopying = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = button.parentElement?.querySelector('pre')?.textContent ?? '';
      await navigator.clipboard.writeText(text).then(
        () => {
          button.textContent = 'Copied';
        },
        () => {
          button.textContent = 'Not allowed';
        },
      );
      setTimeout(() => {
        button.textContent = 'Copy';
      }, SAID_MS);
    });
  }
};

/** The contents of a phone close once a place in them was chosen. */
const setUpContents = (): void => {
  const contents = document.querySelector<HTMLDetailsElement>('details[data-contents]');
  contents?.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) contents.open = false;
  });
};

setUpTheme();
setUpCopying();
setUpContents();
