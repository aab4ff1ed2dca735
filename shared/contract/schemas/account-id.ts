import * as z from 'zod';

/** Ids of accounts are slugs; anything else names nothing. */
export const accountId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, {
  error: 'must be 1 to 32 small letters, digits or "-", and begin with none of the latter',
});

/** `?account=` of what is read of one account. */
export const accountQuery = { account: accountId.default('main') };

/** `?book=`: an archived book, by its number. */
export const bookQuery = {
  book: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: 'must be a whole number from 1 to 9999' })
    .transform(Number)
    .optional(),
};
