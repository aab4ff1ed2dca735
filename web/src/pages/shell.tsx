import type { ReactNode } from 'react';
import { hrefOf, LABELS, PLACES, type Place } from '../place.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { useIsDesktop } from '../ui/use-media.ts';

const Rail = ({ place }: { place: Place }): ReactNode => (
  <nav
    aria-label="Places"
    className="flex w-14 shrink-0 flex-col items-center gap-1 border-line border-r bg-surface pt-2.5"
  >
    <Mark />
    <ul className="mt-3 grid w-full gap-1">
      {PLACES.map((one) => (
        <li key={one} className="group relative">
          <a
            href={hrefOf(one)}
            aria-current={one === place ? 'page' : undefined}
            aria-label={LABELS[one]}
            className="flex h-10 items-center justify-center border-transparent border-l-2 text-muted transition-colors duration-150 hover:text-text aria-[current=page]:border-gold aria-[current=page]:text-text"
          >
            <Icon name={one} />
          </a>
          <span
            aria-hidden="true"
            className="pointer-events-none invisible absolute top-2 left-full z-20 ml-1.5 rounded border border-line bg-raised px-2 py-0.5 text-label group-focus-within:visible group-hover:visible"
          >
            {LABELS[one]}
          </span>
        </li>
      ))}
    </ul>
  </nav>
);

const BottomBar = ({ place }: { place: Place }): ReactNode => (
  <nav
    aria-label="Places"
    className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)]"
  >
    <ul className="grid grid-cols-4">
      {PLACES.map((one) => (
        <li key={one}>
          <a
            href={hrefOf(one)}
            aria-current={one === place ? 'page' : undefined}
            className="flex h-14 flex-col items-center justify-center gap-0.5 border-transparent border-t-2 text-label text-muted aria-[current=page]:border-gold aria-[current=page]:text-text"
          >
            <Icon name={one} />
            {LABELS[one]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

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
        <main className="min-h-0 flex-1 overflow-auto p-3">{children}</main>
      </div>
    </div>
  ) : (
    <div className="min-h-dvh pb-20">
      <div className="sticky top-0 z-20">{top}</div>
      <main className="p-2">{children}</main>
      <BottomBar place={place} />
    </div>
  );
