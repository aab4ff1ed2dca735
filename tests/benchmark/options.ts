import { parseArgs } from 'node:util';

export interface Options {
  /** Where to write the numbers as JSON. */
  readonly json: string | undefined;
  /** Where to draw the reads of a tick as SVG. */
  readonly plot: string | undefined;
  /** Fewer of everything: for a look while working. */
  readonly quick: boolean;
  /** These measures alone, joined by commas. */
  readonly only: string | undefined;
}

/** @throws Error naming the option and its rule */
export const parseOptions = (args: readonly string[], names: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      plot: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  for (const only of values.only?.split(',') ?? [])
    if (!names.includes(only)) throw new Error(`--only: "${only}" is none of ${names.join(', ')}`);
  return { json: values.json, plot: values.plot, quick: values.quick, only: values.only };
};
