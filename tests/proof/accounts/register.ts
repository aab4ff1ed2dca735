import { type Answer, isPutOff, isUnknown } from './client.ts';
import type { Person, Planned } from './operations.ts';

interface Named {
  readonly person: Person;
  readonly request: Planned;
  /** Of what was made under the name. */
  readonly ids: Set<string>;
  /** An answer is missing: it may have been done. */
  open: boolean;
}

/** What was asked for under a name, and what came of it: one thing at most. */
export class Register {
  readonly #named = new Map<string, Named>();
  readonly wrong: string[] = [];

  #keyOf(person: Person, { path, once }: Planned): string {
    return `${person.userId} ${path} ${once}`;
  }

  of(person: Person): (Planned & { done: boolean })[] {
    return [...this.#named.values()].flatMap((named) =>
      named.person === person ? [{ ...named.request, done: named.ids.size > 0 }] : [],
    );
  }

  /** Of those whose outcome nobody knows. */
  unresolved(): Named[] {
    return [...this.#named.values()].filter(({ open }) => open);
  }

  /** Before it is sent. */
  note(person: Person, request: Planned): void {
    if (request.once === undefined || request.conflicts) return;
    const key = this.#keyOf(person, request);
    const known = this.#named.get(key);
    if (known) known.open = true;
    else this.#named.set(key, { person, request, ids: new Set(), open: true });
  }

  answered(person: Person, request: Planned, answer: Answer): void {
    if (request.once === undefined || isUnknown(answer) || isPutOff(answer)) return;
    const what = `${person.userId} ${request.method} ${request.path} ${request.once}`;
    if (request.conflicts) {
      if (answer.status !== 409) this.wrong.push(`${what}: another body was answered with ${answer.status}`);
      return;
    }
    const named = this.#named.get(this.#keyOf(person, request));
    if (!named) return;
    named.open = false;
    if (answer.status >= 300) {
      if (named.ids.size > 0)
        this.wrong.push(`${what}: done before, and then ${answer.status} ${JSON.stringify(answer.body)}`);
      return;
    }
    named.ids.add(String(answer.body.id));
    if (named.ids.size > 1) this.wrong.push(`${what}: made ${[...named.ids].join(' and ')}`);
  }

  /** Ids of what was made under names, by person, to be found exactly once. */
  made(person: Person, kind: 'trade' | 'cash'): string[] {
    const isKind = (path: string) =>
      kind === 'trade' ? path === '/v1/trades' : path.startsWith('/v1/accounts/');
    return [...this.#named.values()].flatMap(({ person: asked, request, ids }) =>
      asked === person && isKind(request.path) ? [...ids] : [],
    );
  }
}
