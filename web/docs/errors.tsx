import { type DocumentedError, errorsOf } from '../../shared/contract/openapi/errors.ts';
import type { Operation } from '../../shared/contract/operation.ts';
import { Heading } from './parts.tsx';

const ROWS = [
  'divide-y divide-line rounded-md border border-line bg-surface text-table',
  '[&>li]:grid [&>li]:grid-cols-[2rem_minmax(0,1fr)] [&>li]:gap-x-3 [&>li]:px-3 [&>li]:py-1.5',
  '[&>li]:sm:grid-cols-[2rem_minmax(0,11rem)_minmax(0,1fr)] [&_code]:font-mono [&_code]:break-words',
  '[&_i]:text-muted [&_i]:not-italic [&_small]:col-start-2 [&_small]:text-table [&_small]:text-muted',
  '[&_small]:sm:col-start-auto',
].join(' ');

const Rows = ({ errors }: { readonly errors: readonly DocumentedError[] }) => (
  <ul className={ROWS}>
    {errors.map(({ status, code, when }) => (
      <li key={`${status}${code}`}>
        {status}
        {code === 'gateway' ? <i>from the gateway</i> : <code>{code}</code>}
        <small>{when}</small>
      </li>
    ))}
  </ul>
);

/** What may go wrong: what is this operation's own in sight, what any may answer behind a click. */
export const Errors = ({ operation }: { readonly operation: Operation }) => {
  const errors = errorsOf(operation);
  const own = errors.filter(({ common }) => !common);
  const common = errors.filter((error) => error.common);
  return (
    <>
      <Heading>Errors</Heading>
      {own.length > 0 && <Rows errors={own} />}
      <details className={own.length > 0 ? 'mt-2' : ''}>
        <summary className="cursor-pointer text-table text-muted hover:text-text">
          {own.length > 0 ? 'And what any such request may answer' : 'Only what any such request may answer'}{' '}
          ({common.length})
        </summary>
        <div className="mt-2">
          <Rows errors={common} />
        </div>
      </details>
    </>
  );
};
