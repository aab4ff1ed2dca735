import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { acknowledgedFindings } from './nag-report.ts';
import { readContext, readSettings, type Settings } from './settings.ts';
import { PaperwickStack } from './stack.ts';

const ROOT = join(import.meta.dirname, '..');
export const STACK_NAME = 'Paperwick';

export interface AppOptions {
  /** Where `synth()` writes; a new temporary folder where absent, or what the CDK's command line asks for. */
  readonly outdir?: string;
  readonly settings: Settings;
  /** The built dashboard; web/dist where absent. */
  readonly siteDirectory?: string;
  /** The bundled functions; build/functions where absent. */
  readonly functionsDirectory?: string;
}

/**
 * The whole app, for no account and no region in particular: `buildApp(...).synth()` writes the assembly, without
 * credentials and without network.
 * @throws Error where the dashboard or a function has not been built yet, naming the command that builds it
 */
export const buildApp = (options: AppOptions): App => {
  const app = new App({
    ...(options.outdir !== undefined && { outdir: options.outdir }),
    context: readContext(ROOT),
    analyticsReporting: false,
    treeMetadata: false,
  });
  new PaperwickStack(app, STACK_NAME, {
    settings: options.settings,
    siteDirectory: options.siteDirectory ?? join(ROOT, 'web', 'dist'),
    functionsDirectory: options.functionsDirectory ?? join(ROOT, 'build', 'functions'),
  });
  return app;
};

if (import.meta.main) {
  const app = buildApp({ settings: readSettings(ROOT, process.env) });
  // Only here: the local runtime needs no review of what goes to AWS, and starts faster without.
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  const acknowledged = acknowledgedFindings(app);
  writeFileSync(join(app.outdir, 'nag-report.json'), `${JSON.stringify({ acknowledged }, undefined, 2)}\n`);
  const rules = new Set(acknowledged.map(({ rule }) => rule.replace(/\[.*/, '')));
  console.error(
    `cdk-nag AwsSolutions: nothing found beside ${rules.size} rules acknowledged with a reason (nag-report.json)`,
  );
}
