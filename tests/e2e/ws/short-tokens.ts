import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { buildAssembly } from '../../../infra/local/assembly/build.ts';

const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() }),
  ),
});

/** The assembly of this checkout, but for access tokens that live so many seconds: Cognito itself has minutes at least. */
export const assemblyWithTokensOf = async (seconds: number): Promise<{ path: string; remove(): void }> => {
  const built = await buildAssembly(() => undefined);
  const path = mkdtempSync(join(tmpdir(), 'paperwick-assembly-'));
  for (const name of readdirSync(built)) {
    if (!name.endsWith('.template.json')) {
      symlinkSync(join(built, name), join(path, name));
      continue;
    }
    const template = templateSchema.parse(JSON.parse(readFileSync(join(built, name), 'utf8')));
    const [client] = Object.values(template.Resources).filter(
      ({ Type }) => Type === 'AWS::Cognito::UserPoolClient',
    );
    if (!client?.Properties) throw new Error('the stack has no user pool client');
    client.Properties.AccessTokenValidity = seconds;
    client.Properties.TokenValidityUnits = {
      ...(client.Properties.TokenValidityUnits as object),
      AccessToken: 'seconds',
    };
    writeFileSync(join(path, name), JSON.stringify(template));
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
