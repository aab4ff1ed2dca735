/** What a page remembers of the history that it fetches by itself, for as long as it is loaded and the same person uses it. */
export interface Unasked {
  /** True the first time that a symbol is named, and never after a refusal for want of the scope. */
  readonly isFirst: (symbol: string) => boolean;
  /** The API said that this session may have nothing fetched. */
  readonly forbid: () => void;
  readonly isForbidden: () => boolean;
}

export const createUnasked = (): Unasked => {
  const begun = new Set<string>();
  let forbidden = false;
  return {
    isFirst: (symbol) => {
      if (forbidden || begun.has(symbol)) return false;
      begun.add(symbol);
      return true;
    },
    forbid: () => {
      forbidden = true;
    },
    isForbidden: () => forbidden,
  };
};

const memories = new WeakMap<object, Unasked>();

/** `session`: what lives as long as somebody is signed in; another person begins with nothing remembered. */
export const unaskedOf = (session: object): Unasked => {
  const known = memories.get(session) ?? createUnasked();
  memories.set(session, known);
  return known;
};
