import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { buildApp, STACK_NAME } from '../../../infra/app.ts';
import { FUNCTION_NAMES } from '../../../infra/functions.ts';
import { readContext, type Settings } from '../../../infra/settings.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const resources = z.record(
  z.string(),
  z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
);
export type Resource = z.output<typeof resources>[string];

/** What cdk.json holds, unparsed. */
export const writtenSettings = (): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(readContext(ROOT).paperwick);

/** Folders that stand for the built dashboard and functions; removed when the process ends. */
export const builtParts = () => {
  const directory = mkdtempSync(join(tmpdir(), 'built-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'site', 'assets'), { recursive: true });
  writeFileSync(join(directory, 'site', 'index.html'), '<!doctype html>');
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(directory, 'functions', name), { recursive: true });
    writeFileSync(join(directory, 'functions', name, 'index.mjs'), 'export const handler = () => {};');
  }
  return {
    outdir: join(directory, 'out'),
    siteDirectory: join(directory, 'site'),
    functionsDirectory: join(directory, 'functions'),
  };
};

export const appOf = (settings: Settings) => buildApp({ ...builtParts(), settings });

/** The template that these settings make. */
export const synthesize = (settings: Settings) => {
  const app = appOf(settings);
  const template = Template.fromJSON(app.synth().getStackByName(STACK_NAME).template);
  const all = resources.parse(template.toJSON().Resources);
  const ofType = (type: string): [string, Resource][] =>
    Object.entries(all).filter(([, resource]) => resource.Type === type);
  /** The properties of the one resource of this type. */
  const the = <T = Record<string, unknown>>(type: string): T => {
    const [found, ...others] = ofType(type);
    if (!found || others.length > 0)
      throw new Error(`not one ${type} but ${others.length + (found ? 1 : 0)}`);
    return found[1].Properties as T;
  };
  return { template, all, ofType, the };
};
