import type { ForChannel, Item, Publication } from '../../ports/publication.ts';

/** Makes the message that answers a question; undefined where there is nothing to say. */
export type Answer = (question: unknown) => Promise<unknown>;

type Channels = ReadonlySet<string>;

const gather = (
  head: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, readonly ForChannel[]>>,
  channels: Channels,
): string | undefined => {
  const entries = Object.entries(lists).map(([name, list]): [string, readonly ForChannel[]] => [
    name,
    list.filter(([channel]) => channels.has(channel)),
  ]);
  if (entries.every(([, wanted]) => wanted.length === 0)) return undefined;
  const values = entries.map(([name, wanted]) => [name, wanted.map(([, value]) => value)]);
  return JSON.stringify({ ...head, ...Object.fromEntries(values) });
};

/**
 * What a connection is told of a publication, by its channels. Whatever several connections are told alike is written once, and
 * a question is asked once, where somebody wants to know.
 */
export const messagesFor = (publication: Publication, answer: Answer) => {
  const texts = new Map<Item, Promise<string | undefined>>();
  const once = (item: Item, make: () => Promise<unknown>): Promise<string | undefined> => {
    const known = texts.get(item);
    if (known) return known;
    const made = make().then((message) => (message === undefined ? undefined : JSON.stringify(message)));
    texts.set(item, made);
    return made;
  };
  const textOf = async (item: Item, channels: Channels): Promise<string | undefined> => {
    if (item.kind === 'gathered') return gather(item.head, item.lists, channels);
    if (!channels.has(item.channel)) return undefined;
    return once(item, async () => (item.kind === 'message' ? item.message : answer(item.question)));
  };
  return async (names: readonly string[]): Promise<string[]> => {
    const channels = new Set(names);
    const found: string[] = [];
    for (const item of publication) {
      const text = await textOf(item, channels);
      if (text !== undefined) found.push(text);
    }
    return found;
  };
};
