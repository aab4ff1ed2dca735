import { TemplateError } from '../template/template.ts';

export interface Route {
  /** `GET /v1/trades/{id}`, `ANY /x/{proxy+}` or `$default`. */
  readonly key: string;
}

interface Pattern<T> {
  readonly route: T;
  readonly method: string;
  readonly segments: readonly string[];
}

export interface RouteMatch<T> {
  readonly route: T;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const isParameter = (segment: string): boolean => segment.startsWith('{');
const isGreedy = (segment: string | undefined): boolean => segment?.endsWith('+}') ?? false;
const nameOf = (segment: string): string => segment.replaceAll(/[{}+]/g, '');

/**
 * Finds a request's route as an HTTP API does: full matches before greedy ones, literal segments before
 * parameters, a method before ANY, and `$default` last.
 */
export class RouteTable<T extends Route> {
  readonly #patterns: readonly Pattern<T>[];
  readonly #fallback: T | undefined;

  constructor(routes: readonly T[]) {
    this.#fallback = routes.find((route) => route.key === '$default');
    const patterns = routes.filter((route) => route !== this.#fallback).map((route) => parse(route));
    this.#patterns = patterns.sort(moreSpecific);
  }

  /** @param path as sent, not decoded @throws URIError where the path is not well encoded */
  match(method: string, path: string): RouteMatch<T> | undefined {
    const segments = path.split('/').slice(1);
    for (const pattern of this.#patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue;
      if (!matches(pattern.segments, segments)) continue;
      return { route: pattern.route, pathParameters: parameters(pattern.segments, segments) };
    }
    return this.#fallback && { route: this.#fallback, pathParameters: {} };
  }

  /** Whether a route other than `$default` has this path, under any method. */
  hasPath(path: string): boolean {
    const segments = path.split('/').slice(1);
    return this.#patterns.some((pattern) => matches(pattern.segments, segments));
  }
}

const parse = <T extends Route>(route: T): Pattern<T> => {
  const [method = '', path = ''] = route.key.split(' ');
  const segments = path.split('/').slice(1);
  for (const [at, segment] of segments.entries()) {
    const legal =
      /^(\{[\w.:-]+\+?\}|[^{}]*)$/.test(segment) && (!isGreedy(segment) || at === segments.length - 1);
    if (!legal)
      throw new TemplateError(`route "${route.key}": API Gateway takes no path segment "${segment}"`);
  }
  return { route, method, segments };
};

const rank = (segment: string | undefined): number => {
  if (segment === undefined || isGreedy(segment)) return 2;
  return isParameter(segment) ? 1 : 0;
};

const moreSpecific = (a: Pattern<unknown>, b: Pattern<unknown>): number => {
  const greedy = Number(isGreedy(a.segments.at(-1))) - Number(isGreedy(b.segments.at(-1)));
  if (greedy !== 0) return greedy;
  for (let at = 0; at < Math.max(a.segments.length, b.segments.length); at += 1) {
    const difference = rank(a.segments[at]) - rank(b.segments[at]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
};

const matches = (pattern: readonly string[], path: readonly string[]): boolean => {
  const greedy = isGreedy(pattern.at(-1));
  if (greedy ? path.length < pattern.length : path.length !== pattern.length) return false;
  return pattern.every((segment, at) => (isParameter(segment) ? path[at] !== '' : segment === path[at]));
};

const parameters = (pattern: readonly string[], path: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pattern.flatMap((segment, at) => {
      if (!isParameter(segment)) return [];
      const given = isGreedy(segment) ? path.slice(at).join('/') : (path[at] ?? '');
      return [[nameOf(segment), decodeURIComponent(given)]];
    }),
  );
