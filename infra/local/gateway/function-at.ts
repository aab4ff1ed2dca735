import type { LambdaFunction } from '../lambda/function.ts';
import { TemplateError } from '../template/template.ts';

export type Functions = ReadonlyMap<string, LambdaFunction>;

/** The function that an integration's or authorizer's URI names. @throws TemplateError where the stack has none */
export const functionAt = <F>(functions: ReadonlyMap<string, F>, uri: string): F => {
  const name = /:function:([^:/]+)/.exec(uri)?.[1] ?? '';
  const found = functions.get(name);
  if (!found) throw new TemplateError(`the stack has no function for ${uri}`);
  return found;
};
