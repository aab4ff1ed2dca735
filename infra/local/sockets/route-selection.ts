import { TemplateError } from '../template/template.ts';

/** The route that a message asks for; undefined where it names none. */
export type SelectRoute = (message: string) => string | undefined;

/** `$request.body.type`, `${request.body.a.b}`. @throws TemplateError for any other expression */
export const routeSelection = (expression: string): SelectRoute => {
  const [, bare, braced] =
    /^(?:\$request\.body\.([\w.]+)|\$\{request\.body\.([\w.]+)\})$/.exec(expression) ?? [];
  const path = (bare ?? braced)?.split('.');
  if (!path) throw new TemplateError(`RouteSelectionExpression: ${expression} is not served here`);
  return (message) => {
    let value: unknown;
    try {
      value = JSON.parse(message);
    } catch {
      return undefined;
    }
    for (const name of path) {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      value =
        isObject && Object.hasOwn(value as object, name)
          ? (value as Record<string, unknown>)[name]
          : undefined;
    }
    return typeof value === 'string' ? value : undefined;
  };
};
