import { parseArgs } from 'node:util';

export interface Options {
  /** Where to write the numbers as JSON. */
  readonly json: string | undefined;
  /** Fewer of everything: for a look while working. */
  readonly quick: boolean;
  /** This measure alone. */
  readonly only: string | undefined;
}

/** @throws Error naming the option and its rule */
export const parseOptions = (args: readonly string[], names: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  if (values.only !== undefined && !names.includes(values.only))
    throw new Error(`--only: "${values.only}" is none of ${names.join(', ')}`);
  return { json: values.json, quick: values.quick, only: values.only };
};
