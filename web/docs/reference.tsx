import { renderToStaticMarkup } from 'react-dom/server';
import { type Group, groups } from './groups.ts';
import { Introduction } from './introduction.tsx';
import { OperationSection, schemas } from './operation.tsx';
import { Fields, Method, Path } from './parts.tsx';
import { rowsOf } from './schema-rows.ts';

const Contents = () => (
  <nav aria-label="Contents" className="text-table">
    {groups.map(({ id, title, operations }) => (
      <div key={id} className="mt-4">
        <a href={`#group-${id}`} className="font-semibold hover:underline">
          {title}
        </a>
        <ul className="mt-1">
          {operations.map((operation) => (
            <li key={operation.id}>
              <a
                href={`#${operation.id}`}
                className="flex gap-2 rounded-sm py-1 text-muted hover:bg-raised hover:text-text"
              >
                <Method method={operation.method} />
                <span className="min-w-0">
                  <Path path={operation.path} />
                </span>
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
    <div className="mt-4">
      <a href="#schemas" className="font-semibold hover:underline">
        Schemas
      </a>
    </div>
  </nav>
);

const GroupSection = ({ group }: { readonly group: Group }) => (
  <section aria-labelledby={`group-${group.id}`} className="pt-4 pb-6">
    <h2 id={`group-${group.id}`} className="scroll-mt-16 text-figure font-semibold lg:scroll-mt-4">
      {group.title}
    </h2>
    <p className="mt-1 mb-6 max-w-prose text-body text-muted">{group.about}</p>
    {group.operations.map((operation) => (
      <OperationSection key={operation.id} operation={operation} />
    ))}
  </section>
);

/** What types of other tables lead to. */
const Schemas = () => (
  <section aria-labelledby="schemas" className="border-t border-line pt-8">
    <h2 id="schemas" className="scroll-mt-16 text-figure font-semibold lg:scroll-mt-4">
      Schemas
    </h2>
    <div className="mt-4 gap-x-8 xl:columns-2">
      {Object.entries(schemas)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, schema]) => {
          const rows = rowsOf(schema);
          return (
            <div
              key={name}
              id={`schema-${name}`}
              className="scroll-mt-16 break-inside-avoid pb-6 lg:scroll-mt-4"
            >
              <h3 className="mb-1.5 text-body font-semibold">{name}</h3>
              {schema.description && <p className="mb-1.5 text-table text-muted">{schema.description}</p>}
              {rows.length > 0 && <Fields rows={rows} />}
              {rows.length === 0 && schema.pattern && (
                <p className="font-mono text-table break-words text-muted">{schema.pattern}</p>
              )}
            </div>
          );
        })}
    </div>
  </section>
);

const Brand = () => (
  <a href="/" className="text-body font-semibold">
    <span className="text-gold">Paper</span>wick
  </a>
);

const ThemeToggle = () => (
  <button
    type="button"
    hidden
    data-theme-toggle=""
    className="rounded-sm px-2 py-1 text-label text-muted hover:bg-raised hover:text-text"
  >
    Light or dark
  </button>
);

const Reference = () => (
  <div className="lg:grid lg:grid-cols-[17rem_minmax(0,1fr)]">
    <a
      href="#about"
      className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-raised focus:px-3 focus:py-2"
    >
      Skip to the reference
    </a>
    <aside className="sticky top-0 hidden h-dvh overflow-y-auto border-r border-line bg-surface px-4 py-4 lg:block">
      <div className="flex items-center justify-between">
        <Brand />
        <ThemeToggle />
      </div>
      <Contents />
    </aside>
    <details data-contents="" className="sticky top-0 z-10 border-b border-line bg-surface lg:hidden">
      <summary className="flex cursor-pointer items-center justify-between px-4 py-3">
        <span className="text-body font-semibold">
          <span className="text-gold">Paper</span>wick API
        </span>
        <span className="text-table text-muted">Contents</span>
      </summary>
      <div className="max-h-[70dvh] overflow-y-auto px-4 pb-4">
        <Contents />
      </div>
    </details>
    <main className="mx-auto w-full max-w-[1200px] min-w-0 px-4 py-6 lg:px-10 lg:py-10">
      <Introduction />
      {groups.map((group) => (
        <GroupSection key={group.id} group={group} />
      ))}
      <Schemas />
    </main>
  </div>
);

/** The body of the reference, as text: it needs no script to be read. */
export const renderReference = (): string => renderToStaticMarkup(<Reference />);
