import { type Template, TemplateError } from './template.ts';

/** What `Ref` and `Fn::GetAtt` answer for the resources of a template. */
export interface References {
  /** @throws TemplateError where the resource has no such value here */
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
}

export interface PseudoParameters {
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
}

const NO_VALUE = Symbol('AWS::NoValue');

/** Evaluates a template's intrinsic functions; one that is not known here is an error, never passed through. */
export class Resolver {
  readonly #template: Template;
  readonly #references: References;
  readonly #pseudo: Readonly<Record<string, unknown>>;

  constructor(template: Template, references: References, pseudo: PseudoParameters) {
    this.#template = template;
    this.#references = references;
    this.#pseudo = {
      'AWS::Region': pseudo.region,
      'AWS::AccountId': pseudo.account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': pseudo.stackName,
      'AWS::StackId': `arn:aws:cloudformation:${pseudo.region}:${pseudo.account}:stack/${pseudo.stackName}/local`,
      'AWS::NoValue': NO_VALUE,
    };
  }

  /** @throws TemplateError */
  resolve(value: unknown): unknown {
    const resolved = this.#value(value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((item) => this.#value(item)).filter((item) => item !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries.length === 1 ? (entries[0] ?? []) : [];
    if (name === 'Ref') return this.#ref(String(argument));
    if (name?.startsWith('Fn::')) return this.#call(name, argument);
    const resolved = entries.map(([key, item]): [string, unknown] => [key, this.#value(item)]);
    return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
  }

  #ref(name: string): unknown {
    if (name in this.#pseudo) return this.#pseudo[name];
    const parameter = this.#template.Parameters[name];
    if (parameter) return parameter.Default ?? '';
    if (name in this.#template.Resources) return this.#references.ref(name);
    throw new TemplateError(`Ref: the template has no "${name}"`);
  }

  #attribute(logicalId: string, attribute: string): unknown {
    if (logicalId in this.#template.Resources) return this.#references.attribute(logicalId, attribute);
    throw new TemplateError(`Fn::GetAtt: the template has no resource "${logicalId}"`);
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Fn::GetAtt': {
        const [id = '', attribute = ''] =
          typeof argument === 'string' ? splitOnce(argument) : texts(argument, name);
        return this.#attribute(id, attribute);
      }
      case 'Fn::Join': {
        const [separator, parts] = pair(argument, name);
        return texts(this.#value(parts), name).join(String(separator));
      }
      case 'Fn::Select': {
        const [index, list] = pair(argument, name);
        const item = array(this.#value(list), name)[Number(this.#value(index))];
        if (item === undefined) throw new TemplateError(`Fn::Select: no item ${String(index)}`);
        return item;
      }
      case 'Fn::Split': {
        const [separator, text] = pair(argument, name);
        return String(this.#value(text)).split(String(separator));
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::If': {
        const [condition, yes, no] = array(argument, name);
        return this.#value(this.holds(String(condition)) ? yes : no);
      }
      case 'Fn::FindInMap': {
        const [map = '', first = '', second = ''] = texts(this.#value(argument), name);
        const found = this.#template.Mappings[map]?.[first]?.[second];
        if (found === undefined) throw new TemplateError(`Fn::FindInMap: no ${map}.${first}.${second}`);
        return found;
      }
      case 'Fn::Base64':
        return Buffer.from(String(this.#value(argument))).toString('base64');
      case 'Fn::Equals': {
        const [left, right] = pair(argument, name);
        return this.#value(left) === this.#value(right);
      }
      case 'Fn::And':
        return array(argument, name).every((item) => this.#test(item));
      case 'Fn::Or':
        return array(argument, name).some((item) => this.#test(item));
      case 'Fn::Not':
        return !this.#test(array(argument, name)[0]);
      default:
        throw new TemplateError(`the local runtime does not know the intrinsic ${name}`);
    }
  }

  /** @throws TemplateError where there is no such condition */
  holds(condition: string): boolean {
    const { Conditions } = this.#template;
    if (!(condition in Conditions)) throw new TemplateError(`the template has no condition "${condition}"`);
    return this.#test(Conditions[condition]);
  }

  #test(value: unknown): boolean {
    const named =
      typeof value === 'object' && value !== null && 'Condition' in value ? value.Condition : undefined;
    return named === undefined ? this.#value(value) === true : this.holds(String(named));
  }

  #substitute(argument: unknown): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own = this.#value(variables ?? {}) as Record<string, unknown>;
    return String(text).replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return String(own[name]);
      const [id = '', attribute] = splitOnce(name);
      return String(attribute ? this.#attribute(id, attribute) : this.#ref(name));
    });
  }
}

const splitOnce = (text: string): string[] => {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
};

const array = (value: unknown, name: string): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${name} wants a list, not ${JSON.stringify(value)}`);
};

const pair = (value: unknown, name: string): [unknown, unknown] => {
  const list = array(value, name);
  if (list.length !== 2) throw new TemplateError(`${name} wants two arguments, not ${list.length}`);
  return [list[0], list[1]];
};

const texts = (value: unknown, name: string): string[] => array(value, name).map(String);
