/** Half a surrogate pair is no text (RFC 7493, 2.1): no storage takes it. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

const refuseHalves = (key: string, value: unknown): unknown => {
  if (key.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())) return value;
  throw new TypeError('not well-formed');
};

/** JSON as everybody can store it. @throws SyntaxError, TypeError; the first quotes the text: it goes nowhere */
export const parseJson = (text: string): unknown =>
  JSON.parse(text, SURROGATE.test(text) ? refuseHalves : undefined);
