import type { Indicator } from './indicator.ts';
import { INDICATORS } from './registry.ts';

/** An indicator as it was asked for: `bb:20:2`. */
export interface NamedIndicator {
  readonly name: string;
  readonly indicator: Indicator;
}

/** What of a request for indicators breaks which rule. */
export interface IndicatorFault {
  readonly code: 'unknown_indicator' | 'invalid_parameter' | 'duplicate' | 'too_many';
  readonly message: string;
}

/** So many at once. */
const MOST = 8;

const isKnown = (name: string): name is keyof typeof INDICATORS => Object.hasOwn(INDICATORS, name);

const parseOne = (text: string): Indicator | IndicatorFault => {
  const [name = '', ...parameters] = text.split(':');
  if (!isKnown(name)) {
    const forms = Object.values(INDICATORS).map(({ form }) => form);
    return { code: 'unknown_indicator', message: `"${text}": must be one of ${forms.join(', ')}` };
  }
  const { form, parse } = INDICATORS[name];
  if (parameters.length !== form.split(':').length - 1)
    return { code: 'invalid_parameter', message: `"${text}": must be written ${form}` };
  const parsed = parse(parameters);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = form.split(':')[Number(issue?.path[0] ?? -1) + 1] ?? '';
  const where = issue?.path.length ? `${field} ` : '';
  return { code: 'invalid_parameter', message: `"${text}": ${where}${issue?.message}` };
};

/** `ema:50,rsi:14,bb:20:2`: in the order asked, or every broken rule. */
export const parseIndicators = (
  text: string,
): { readonly indicators: readonly NamedIndicator[] } | { readonly faults: readonly IndicatorFault[] } => {
  const names = text.split(',').map((part) => part.trim());
  const faults: IndicatorFault[] = [];
  if (names.length > MOST)
    faults.push({ code: 'too_many', message: `at most ${MOST} indicators at once, not ${names.length}` });
  const indicators: NamedIndicator[] = [];
  for (const [index, name] of names.entries()) {
    const parsed = parseOne(name);
    if ('code' in parsed) faults.push(parsed);
    else if (names.indexOf(name) < index)
      faults.push({ code: 'duplicate', message: `"${name}" is named twice` });
    else indicators.push({ name, indicator: parsed });
  }
  return faults.length > 0 ? { faults } : { indicators };
};
