import type { Violation } from '../problem.ts';

/** The one policy: of the user pool, and of the requests that set a password. */
export const PASSWORD_POLICY = {
  minLength: 12,
  /** Cognito takes no longer one. */
  maxLength: 256,
  requires: ['lowercase', 'uppercase', 'digit'],
} as const;

const CLASSES: Readonly<Record<(typeof PASSWORD_POLICY.requires)[number], readonly [RegExp, string]>> = {
  lowercase: [/[a-z]/, 'a lowercase letter (a-z)'],
  uppercase: [/[A-Z]/, 'an uppercase letter (A-Z)'],
  digit: [/[0-9]/, 'a digit'],
};

/** The rules that a new password breaks; the password itself is in none of the messages. */
export const checkPassword = (password: string, field: string): Violation[] => {
  const broken = (code: string, message: string): Violation => ({ field, code, message });
  const { minLength, maxLength, requires } = PASSWORD_POLICY;
  const violations: Violation[] = [];
  if (password.length < minLength)
    violations.push(broken('too_small', `must have at least ${minLength} characters`));
  if (password.length > maxLength)
    violations.push(broken('too_big', `must have at most ${maxLength} characters`));
  // Cognito refuses them: a space in front or at the end is a slip of copying more often than not.
  if (password !== password.trim())
    violations.push(broken('wrong_format', 'must not begin or end with a space'));
  for (const name of requires) {
    const [pattern, words] = CLASSES[name];
    if (!pattern.test(password)) violations.push(broken(`no_${name}`, `must contain ${words}`));
  }
  return violations;
};
