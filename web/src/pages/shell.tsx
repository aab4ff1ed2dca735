import type { ReactNode } from 'react';
import { go, hrefOf, LABELS, PLACES, type Place } from '../place.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { Link } from '../ui/link.tsx';
import { useIsDesktop } from '../ui/use-media.ts';

/** The bar of a phone has room for five. */
const BAR: readonly Place[] = ['portfolio', 'terminal', 'markets', 'trades', 'more'];
/** What is of the person and of the machine stands apart, below. */
const BELOW: readonly Place[] = ['status', 'settings'];

const RailLink = ({ one, place }: { one: Place; place: Place }): ReactNode => (
  <li className="group relative">
    <Link
      href={hrefOf(one)}
      onGo={() => go(one)}
      aria-current={one === place ? 'page' : undefined}
      aria-label={LABELS[one]}
      className="flex h-10 items-center justify-center border-transparent border-l-2 text-muted transition-colors duration-150 hover:text-text aria-[current=page]:border-gold aria-[current=page]:text-text"
    >
      {one !== 'more' && <Icon name={one} />}
    </Link>
    <span
      aria-hidden="true"
      className="pointer-events-none invisible absolute top-2 left-full z-20 ml-1.5 rounded border border-line bg-raised px-2 py-0.5 text-label group-focus-within:visible group-hover:visible"
    >
      {LABELS[one]}
    </span>
  </li>
);

const Rail = ({ place }: { place: Place }): ReactNode => (
  <nav
    aria-label="Places"
    className="flex w-14 shrink-0 flex-col items-center gap-1 border-line border-r bg-surface pt-2.5 pb-2"
  >
    <Mark />
    <ul className="mt-3 grid w-full gap-1">
      {PLACES.filter((one) => !BELOW.includes(one)).map((one) => (
        <RailLink key={one} one={one} place={place} />
      ))}
    </ul>
    <ul className="mt-auto grid w-full gap-1">
      {BELOW.map((one) => (
        <RailLink key={one} one={one} place={place} />
      ))}
    </ul>
  </nav>
);

const BottomBar = ({ place }: { place: Place }): ReactNode => {
  const current = BAR.includes(place) ? place : 'more';
  return (
    <nav
      aria-label="Places"
      className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      <ul className="grid grid-cols-5">
        {BAR.map((one) => (
          <li key={one}>
            <Link
              href={hrefOf(one)}
              onGo={() => go(one)}
              aria-current={one === current ? 'page' : undefined}
              className="-mt-px flex h-14 flex-col items-center justify-center gap-0.5 border-transparent border-t-2 text-label text-muted aria-[current=page]:border-gold aria-[current=page]:text-text"
            >
              <Icon name={one} />
              {LABELS[one]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

interface Props {
  readonly place: Place;
  /** Above the page, never scrolled away. */
  readonly top: ReactNode;
  readonly children: ReactNode;
}

/** The frame: a rail on a desk, a bar at the bottom on a phone. */
export const Shell = ({ place, top, children }: Props): ReactNode =>
  useIsDesktop() ? (
    <div className="flex h-dvh">
      <Rail place={place} />
      <div className="flex min-w-0 flex-1 flex-col">
        {top}
        {/* Another page begins at its top. */}
        <main key={place} className="min-h-0 flex-1 overflow-auto p-3">
          {children}
        </main>
      </div>
    </div>
  ) : (
    <div className="min-h-dvh pb-20">
      <div className="sticky top-0 z-20">{top}</div>
      <main className="p-2">{children}</main>
      <BottomBar place={place} />
    </div>
  );
