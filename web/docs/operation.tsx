import { exampleOf } from '../../shared/contract/examples/operations.ts';
import { openApiDocument } from '../../shared/contract/openapi.ts';
import type { Operation } from '../../shared/contract/operation.ts';
import type { ListedOperation } from '../../shared/contract/operations.ts';
import { curlOf } from './curl.ts';
import { Errors } from './errors.tsx';
import { Code, Fields, Heading, Method, Path, Type } from './parts.tsx';
import { type JsonSchema, type Row, rowsOf, rulesOf, typeOf } from './schema-rows.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
}
/** The part of the document that this page shows. */
interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

const document = openApiDocument();
export const schemas = document.components.schemas as Readonly<Record<string, JsonSchema>>;

const describedOf = ({ path, method }: Operation): Described =>
  document.paths[path]?.[method.toLowerCase()] as Described;

const resolved = (schema: JsonSchema): JsonSchema =>
  schema.$ref ? (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;

const parameterRow = ({ name, in: place, required, schema }: Parameter): Row => ({
  name: place === 'path' ? `{${name}}` : `?${name}`,
  required,
  type: typeOf(schema),
  rules: rulesOf(schema),
});

/** What a caller must hold to be heard. */
const credentialOf = ({ auth, scope, credential }: Operation): string => {
  if (auth === 'public') return 'Public: needs no credential';
  return credential === 'token'
    ? 'Needs the access token of a sign-in; an API key cannot do this'
    : `Needs the scope ${scope}: an API key that has it, or an access token`;
};

const successes = ({ status, alsoStatus = {} }: Operation): [string, string][] => [
  [String(status), ''],
  ...Object.entries(alsoStatus),
];

export const OperationSection = ({ operation }: { readonly operation: ListedOperation }) => {
  const { id, method, path, summary, status, alsoType, bodyOptional } = operation;
  const example = exampleOf(id);
  const { parameters = [], requestBody, responses } = describedOf(operation);
  const body = requestBody?.content['application/json']?.schema;
  const answer = responses[status]?.content['application/json']?.schema ?? {};
  return (
    <section id={id} className="scroll-mt-16 border-t border-line py-8 lg:scroll-mt-4">
      <h3 className="flex items-start gap-3 text-body font-semibold">
        <Method method={method} />
        <a href={`#${id}`} className="min-w-0 hover:underline">
          <Path path={path} />
        </a>
      </h3>
      <p className="mt-2 max-w-prose text-body">{summary}.</p>
      <p className="mt-1 text-table text-muted">{credentialOf(operation)}.</p>
      <div className="mt-1 grid gap-x-8 xl:grid-cols-[minmax(0,11fr)_minmax(0,9fr)]">
        <div className="min-w-0">
          {parameters.length > 0 && (
            <>
              <Heading>Parameters</Heading>
              <Fields rows={parameters.map(parameterRow)} />
            </>
          )}
          {body && (
            <>
              <Heading>Body{bodyOptional ? ', which may be left out' : ''}</Heading>
              <Fields rows={rowsOf(resolved(body))} />
            </>
          )}
          <Heading>Answers</Heading>
          <ul className="text-table">
            {successes(operation).map(([code, when]) => (
              <li key={code}>
                <span className="tabular-nums">{code}</span>{' '}
                <span className="text-muted [&_a]:text-info">
                  {when || <Type parts={typeOf(answer)} />}
                  {when === '' && alsoType && `, or ${alsoType} where Accept asks for it`}
                </span>
              </li>
            ))}
          </ul>
          <Errors operation={operation} />
        </div>
        <div className="mt-5 min-w-0 xl:mt-5">
          <Code title="Example request">{curlOf(operation, example)}</Code>
          <Code title={`Example answer, ${status}`}>{JSON.stringify(example.response, null, 2)}</Code>
          <AnswerFields schema={answer} />
        </div>
      </div>
    </section>
  );
};

/** A schema with a name has its fields at the end of the page. */
const AnswerFields = ({ schema }: { readonly schema: JsonSchema }) => {
  const rows = schema.$ref ? [] : rowsOf(schema);
  if (rows.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-table text-muted hover:text-text">
        Fields of the answer ({rows.length})
      </summary>
      <div className="mt-2">
        <Fields rows={rows} />
      </div>
    </details>
  );
};
