/**
 * An account is a row of books: its first has the account's own id (`main`), the one after a reset a number besides
 * (`main#0002`). A trade belongs to the book it was made in, so an archived book stays as it was.
 */

const DIGITS = 4;

/** The account of a book. */
export const accountOf = (bookId: string): string => bookId.split('#')[0] ?? bookId;

/** 1 for the first. */
export const numberOf = (bookId: string): number => Number(bookId.split('#')[1] ?? 1);

export const bookIdOf = (accountId: string, number: number): string =>
  number === 1 ? accountId : `${accountId}#${String(number).padStart(DIGITS, '0')}`;

export const nextBook = (bookId: string): string => bookIdOf(accountOf(bookId), numberOf(bookId) + 1);

/** The range that holds the ids of all books of an account, and no other: `#` sorts before what ids are made of. */
export const booksOf = (accountId: string): { readonly first: string; readonly last: string } => ({
  first: accountId,
  last: bookIdOf(accountId, 10 ** DIGITS - 1),
});
