import type { ReactNode } from 'react';
import type { Operation } from '../../shared/contract/operation.ts';
import type { Row, TypePart } from './schema-rows.ts';

const METHOD_COLOURS: Readonly<Record<Operation['method'], string>> = {
  GET: 'text-info bg-info/12',
  POST: 'text-up bg-up/12',
  PATCH: 'text-warning bg-warning/12',
  DELETE: 'text-down bg-down/12',
};

export const Method = ({ method }: Pick<Operation, 'method'>) => (
  <span
    className={`inline-block w-14 shrink-0 self-start rounded-sm text-center font-mono text-label font-semibold ${METHOD_COLOURS[method]}`}
  >
    {method}
  </span>
);

/** A path that breaks between its parts where the line is too short. */
export const Path = ({ path }: Pick<Operation, 'path'>) => (
  <span className="font-mono break-words">
    {path.split('/').map((part, index) =>
      index === 0 ? null : (
        // biome-ignore lint/suspicious/noArrayIndexKey: written once, never changed
        <span key={index}>
          /<wbr />
          <span className={part.startsWith('{') ? 'text-gold' : ''}>{part}</span>
        </span>
      ),
    )}
  </span>
);

export const Heading = ({ children }: { readonly children: ReactNode }) => (
  <h4 className="mt-5 mb-1.5 text-label font-semibold text-muted">{children}</h4>
);

/** Text with `code` in it. */
export const Prose = ({ text }: { readonly text: string }) =>
  text.split('`').map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: written once, never changed
      <code key={index} className="rounded-sm bg-raised px-1 font-mono text-table">
        {piece}
      </code>
    ) : (
      piece
    ),
  );

/** A block of code that can be copied; the button appears where the page's script runs. */
export const Code = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <div className="relative mt-3 overflow-hidden rounded-md border border-line bg-surface first:mt-0">
    <p className="border-b border-line px-3 py-1.5 text-label text-muted">{title}</p>
    <button
      type="button"
      hidden
      data-copy=""
      className="absolute top-1 right-1.5 rounded-sm px-2 py-0.5 text-label text-muted hover:bg-raised hover:text-text"
    >
      Copy
    </button>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
    <pre tabIndex={0} className="max-h-96 overflow-auto px-3 py-2.5 font-mono text-table">
      {children}
    </pre>
  </div>
);

export const Type = ({ parts }: { readonly parts: readonly TypePart[] }) =>
  parts.map((part) =>
    typeof part === 'string' ? (
      part
    ) : (
      <a key={part.schema} href={`#schema-${part.schema}`}>
        {part.schema}
      </a>
    ),
  );

/** Said once for all rows: a row of its own classes each would make the page twice as long. */
const FIELDS = [
  'divide-y divide-line rounded-md border border-line bg-surface text-table break-words',
  '[&>div]:px-3 [&>div]:py-2 [&>div]:sm:grid [&>div]:sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] [&>div]:sm:gap-x-4',
  '[&_dt]:font-mono [&_dt_b]:font-normal [&_dt_b]:text-gold [&_dd]:mt-0.5 [&_dd]:min-w-0 [&_dd]:sm:mt-0',
  '[&_dd_small]:block [&_dd_small]:text-table [&_dd_small]:text-muted [&_a]:text-info [&_a]:hover:underline',
].join(' ');

/** Fields, each with its type and its rules: a table of one column on a phone. */
export const Fields = ({ rows }: { readonly rows: readonly Row[] }) => (
  <dl className={FIELDS}>
    {rows.map(({ name, required, type, rules }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a field may come twice, in two forms of its object
      <div key={`${index}${name}`}>
        <dt>
          {name}
          {required && <b title="required"> *</b>}
        </dt>
        <dd>
          <Type parts={type} />
          {rules.map((rule) => (
            <small key={rule}>{rule}</small>
          ))}
        </dd>
      </div>
    ))}
  </dl>
);
