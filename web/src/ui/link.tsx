import type { AnchorHTMLAttributes, ReactNode } from 'react';

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
  readonly onGo: () => void;
}

/** A link within the page: a plain click goes without a reload; a new tab is the browser's own business. */
export const Link = ({ href, onGo, ...rest }: Props): ReactNode => (
  <a
    {...rest}
    href={href}
    onClick={(event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      onGo();
    }}
  />
);
