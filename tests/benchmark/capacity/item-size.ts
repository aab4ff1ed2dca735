import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** A list or a map, beside what it holds; and each of its members. */
const CONTAINER = 3;
const MEMBER = 1;

const textSize = (text: string): number => Buffer.byteLength(text, 'utf8');

/** One byte, one more for each two significant digits, and one for a minus sign. */
const numberSize = (text: string): number => {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return textSize(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.M !== undefined)
    return CONTAINER + sum(Object.entries(value.M).map((entry) => MEMBER + attributeSize(entry)));
  if (value.L !== undefined) return CONTAINER + sum(value.L.map((member) => MEMBER + valueSize(member)));
  throw new Error(`no size is known for ${Object.keys(value).join()}: the tables hold no such attribute`);
};

const attributeSize = ([name, value]: [string, AttributeValue]): number => textSize(name) + valueSize(value);

/**
 * Bytes of an item as DynamoDB counts them for capacity: names and values in UTF-8 (AWS, "DynamoDB item sizes and
 * formats"; a number's size is approximate there, and here).
 */
export const itemSize = (item: Item): number => sum(Object.entries(item).map(attributeSize));
