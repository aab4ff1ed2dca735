import * as z from 'zod';
import type { Assembly } from './assembly.ts';
import { type Addresses, localReferences } from './references.ts';
import { type PseudoParameters, Resolver } from './resolve.ts';
import { NOT_NEEDED, SERVED, type ServedType } from './resource-types.ts';
import { type Resource, TemplateError } from './template.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

const variablesSchema = z.object({
  Environment: z
    .object({ Variables: z.record(z.string(), z.string()).default({}) })
    .default({ Variables: {} }),
});

export interface StackResource<T> {
  readonly logicalId: string;
  /** Its physical name on this machine. */
  readonly name: string;
  readonly properties: T;
}

/** The one stack of an assembly, with its intrinsics resolved for this machine. */
export class Stack {
  readonly pseudo: PseudoParameters;
  readonly #assembly: Assembly;
  readonly #resolver: Resolver;
  readonly #references: ReturnType<typeof localReferences>;

  /** @throws TemplateError naming every resource type that is not known here */
  constructor(assembly: Assembly, addresses: Addresses) {
    const { template, stackName } = assembly;
    this.pseudo = { region: REGION, account: ACCOUNT, stackName };
    this.#assembly = assembly;
    this.#references = localReferences(template, this.pseudo, addresses);
    this.#resolver = new Resolver(template, this.#references, this.pseudo);
    const unknown = Object.entries(template.Resources)
      .filter(([, { Type }]) => !NOT_NEEDED.includes(Type) && !SERVED.some((served) => served === Type))
      .map(([logicalId, { Type }]) => `${Type} (${logicalId})`);
    if (unknown.length > 0) throw new TemplateError(`the local runtime does not serve ${unknown.join(', ')}`);
  }

  /** @throws TemplateError naming the resource and the property that this runtime cannot read */
  read<T>(
    type: ServedType,
    schema: z.ZodType<T>,
    wanted: (logicalId: string) => boolean = () => true,
  ): StackResource<T>[] {
    return this.#present()
      .filter(([logicalId, resource]) => resource.Type === type && wanted(logicalId))
      .map(([logicalId, resource]) => {
        const parsed = schema.safeParse(this.#resolver.resolve(resource.Properties));
        if (!parsed.success)
          throw new TemplateError(`${type} ${logicalId}: ${z.prettifyError(parsed.error)}`);
        return { logicalId, name: this.#references.nameOf(logicalId), properties: parsed.data };
      });
  }

  arnOf(logicalId: string): string {
    return String(this.#references.attribute(logicalId, 'Arn'));
  }

  /** Functions that only serve the deployment's own custom resources. */
  isDeploymentHelper(logicalId: string): boolean {
    const arn = this.arnOf(logicalId);
    return this.#present().some(([, { Type, Properties }]) => {
      if (!Type.startsWith('Custom::')) return false;
      return this.#resolver.resolve(Properties.ServiceToken) === arn;
    });
  }

  /** The environment variables of the stack's own functions, all together. */
  functionVariables(): Record<string, string> {
    const own = this.read('AWS::Lambda::Function', variablesSchema, (id) => !this.isDeploymentHelper(id));
    return Object.assign({}, ...own.map(({ properties }) => properties.Environment.Variables));
  }

  /** @throws TemplateError */
  assetPath(key: string): string {
    const path = this.#assembly.assets.get(key);
    if (!path) throw new TemplateError(`the assembly has no asset ${key}`);
    return path;
  }

  #present(): [string, Resource][] {
    return Object.entries(this.#assembly.template.Resources).filter(
      ([, { Condition }]) => Condition === undefined || this.#resolver.holds(Condition),
    );
  }
}
