import { join } from 'node:path';
import { buildApp } from '../../app.ts';
import { bundleFunctions } from '../../bundle.ts';
import { readSettings } from '../../settings.ts';

/** A process of its own: the CDK is large, and the runtime has no use for it afterwards. */
const [directory = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '..', '..', '..');
const functionsDirectory = join(directory, 'functions');
await bundleFunctions({ outdir: functionsDirectory });
// The settings as they are written: what a local run changes it sets in the functions' environment.
const settings = readSettings(root, {});
buildApp({ settings, outdir: join(directory, 'assembly'), functionsDirectory }).synth();
