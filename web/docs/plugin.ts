import { join } from 'node:path';
import type { Plugin } from 'vite';
import { renderReference } from './reference.tsx';

/** The two pages of the site. */
export const PAGES = ['index.html', 'docs/index.html'].map((page) => join(import.meta.dirname, '..', page));

/** The API reference is written at build time, from the contract: a file like any other of the site. */
export const apiReference = (): Plugin => ({
  name: 'api-reference',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace('<!--reference-->', () => renderReference()),
  },
});
