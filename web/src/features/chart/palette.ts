/** The page's colours, for a canvas: it knows no custom properties. */
export interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly up: string;
  readonly down: string;
  readonly gold: string;
  readonly info: string;
  readonly warning: string;
}

export const readPalette = (): Palette => {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: of('surface'),
    ink: of('ink'),
    muted: of('muted'),
    line: of('line'),
    up: of('up'),
    down: of('down'),
    gold: of('gold'),
    info: of('info'),
    warning: of('warning'),
  };
};

/** `#2ebd85` at a share of its strength, as a canvas reads it. */
export const faded = (colour: string, share: number): string =>
  `${colour}${Math.round(share * 255)
    .toString(16)
    .padStart(2, '0')}`;

/** Calls back after the theme has changed. @returns what ends it */
export const onTheme = (changed: () => void): (() => void) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
};
