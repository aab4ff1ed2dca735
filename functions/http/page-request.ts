import type { Page } from '../../shared/ports/trade-store.ts';

/** `?limit=&cursor=` as the use cases take it. */
export const pageRequest = ({ limit, cursor }: { limit: number; cursor?: string | undefined }) => ({
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});

const PAGE = 100;
const MOST = 1000;

/** All items of a list without pages of its own, at most 1000. */
export const allOf = async <T>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(pageRequest({ limit: PAGE, cursor }));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && items.length < MOST);
  return items.slice(0, MOST);
};
