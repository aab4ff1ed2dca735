import type { VenueId } from '../../domain/market/symbol.ts';
import { FeedError, type PathAnswer, type PathRequest } from '../../ports/venue.ts';

/** Any failure as a FeedError: `paths` never throws, and one symbol's failure is not the others'. */
export const asFeedError = (venue: VenueId, error: unknown): FeedError =>
  error instanceof FeedError
    ? error
    : new FeedError(venue, 'bad_answer', error instanceof Error ? error.message : String(error));

/** The list, which an exchange that trades anything cannot leave empty. @throws FeedError */
export const notEmpty = <T>(venue: VenueId, list: T[]): T[] => {
  if (list.length === 0) throw new FeedError(venue, 'bad_answer', 'told nothing that can be read');
  return list;
};

export const unknownSymbol = (venue: VenueId, symbol: string): FeedError =>
  new FeedError(venue, 'unknown_symbol', `${symbol} is not listed`);

/** The answer of one request; its failure becomes a value. */
export const settled = async (
  venue: VenueId,
  { symbol }: PathRequest,
  read: () => Promise<Extract<PathAnswer, { slice: unknown }>['slice']>,
): Promise<PathAnswer> => {
  try {
    return { symbol, slice: await read() };
  } catch (error) {
    return { symbol, error: asFeedError(venue, error) };
  }
};
