import * as z from 'zod';

const BASE = /^[A-Z0-9][A-Z0-9._-]{0,19}$/;

/** A ticker as the board has it: capital letters, digits, and few signs. */
export const asBase = (text: string, context: z.RefinementCtx): string => {
  const base = text.trim().toUpperCase();
  if (!BASE.test(base)) context.addIssue({ code: 'custom', message: 'is no ticker' });
  return base;
};

/** Of a list those members that read: one that does not is not the others' fault. */
export const readable = <T extends z.ZodType>(member: T) =>
  z.array(z.unknown()).transform((list) =>
    list.flatMap((one): z.infer<T>[] => {
      const parsed = member.safeParse(one);
      return parsed.success ? [parsed.data] : [];
    }),
  );

/** The field, where there is a value for it. */
export const known = <Key extends string>(
  key: Key,
  value: number | null | undefined,
): { readonly [K in Key]?: number } =>
  typeof value === 'number' ? ({ [key]: value } as { readonly [K in Key]?: number }) : {};
