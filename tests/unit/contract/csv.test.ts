import { describe, expect, it, test } from 'vitest';
import { csvOf } from '../../../shared/contract/present/csv.ts';

const cell = (value: string | null) =>
  csvOf(['a'], [[value]])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n');

describe('CSV', () => {
  it('has a header and ends each line with CRLF', () => {
    expect(csvOf(['a', 'b'], [['1', null]])).toBe('a,b\r\n1,\r\n');
    expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n');
  });

  // RFC 4180, section 2, rules 5 to 7.
  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
  ])('quotes what needs it: %j', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });

  // OWASP, CSV injection: = + - @, tab and carriage return.
  test.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1+2', "'+1+2"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['-12.5', '-12.5'],
    ['-', "'-"],
  ])('leaves no formula: %j', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });
});
