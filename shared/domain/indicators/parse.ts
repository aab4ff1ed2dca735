import { type IndicatorKind, PARAMETERS } from './parameters.ts';

/** An indicator as it was asked for. */
export interface NamedIndicator {
  /** `bb:20:2`: the key of its values in the answer. */
  readonly name: string;
  readonly kind: IndicatorKind;
  readonly parameters: readonly number[];
}

/** What of a request for indicators breaks which rule. */
export interface IndicatorFault {
  readonly code: 'unknown_indicator' | 'invalid_parameter' | 'duplicate' | 'too_many';
  readonly message: string;
}

/** So many at once. */
const MOST = 8;

const isKnown = (name: string): name is IndicatorKind => Object.hasOwn(PARAMETERS, name);

const parseOne = (text: string): NamedIndicator | IndicatorFault => {
  const [kind = '', ...texts] = text.split(':');
  if (!isKnown(kind)) {
    const forms = Object.values(PARAMETERS).map(({ form }) => form);
    return { code: 'unknown_indicator', message: `"${text}": must be one of ${forms.join(', ')}` };
  }
  const { form, schema } = PARAMETERS[kind];
  const fields = form.split(':').slice(1);
  if (texts.length !== fields.length)
    return { code: 'invalid_parameter', message: `"${text}": must be written ${form}` };
  const parsed = schema.safeParse(texts);
  if (parsed.success) return { name: text, kind, parameters: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${fields[Number(issue.path[0])]} ` : '';
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
    else indicators.push(parsed);
  }
  return faults.length > 0 ? { faults } : { indicators };
};
