import { registerHooks } from 'node:module';

/**
 * dependency-cruiser reads imports, type imports among them, with the compiler API of TypeScript 2 to 6; version 7 has
 * no such API, and a second `typescript` package would fight over the name `tsc`. So this process, and no other, is
 * given the compiler inside @ts-morph/common. Use: `node --import ./tests/architecture/typescript-api.ts depcruise`.
 */
const API = '@ts-morph/common/dist/typescript.js';
const MANIFEST = new URL('./typescript-api.json', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'typescript') return next(API, context);
    if (specifier === 'typescript/package.json') return { url: MANIFEST, format: 'json', shortCircuit: true };
    return next(specifier, context);
  },
});
