import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Template, TemplateError, templateSchema } from './template.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const stackPropertiesSchema = z.object({ templateFile: z.string(), stackName: z.string().optional() });
const assetPropertiesSchema = z.object({ file: z.string() });
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** The folder or file of an asset, by its key in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** What `cdk synth` wrote. @throws TemplateError unless it holds exactly one stack */
export const readAssembly = (directory: string): Assembly => {
  const { artifacts } = manifestSchema.parse(readJson(join(directory, 'manifest.json')));
  const ofType = (type: string) => Object.entries(artifacts).filter(([, artifact]) => artifact.type === type);
  const stacks = ofType('aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1)
    throw new TemplateError(`one stack is served, the assembly has ${stacks.length}`);
  const [id, artifact] = stack;
  const { templateFile, stackName } = stackPropertiesSchema.parse(artifact.properties);
  const assets = new Map<string, string>();
  for (const [, manifest] of ofType('cdk:asset-manifest')) {
    const { file } = assetPropertiesSchema.parse(manifest.properties);
    for (const { source, destinations } of Object.values(
      assetsSchema.parse(readJson(join(directory, file))).files,
    )) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) assets.set(objectKey, join(directory, source.path));
      }
    }
  }
  const template = templateSchema.parse(readJson(join(directory, templateFile)));
  return { stackName: stackName ?? id, template, assets };
};
