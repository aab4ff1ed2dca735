import type { ReactNode } from 'react';
import { go, hrefOf, LABELS, type Place } from '../place.ts';
import { signOut } from '../session/begin.ts';
import { useCredentialKind } from '../session/session.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Link } from '../ui/link.tsx';
import { useTheme } from '../ui/use-theme.ts';

const LINE = 'flex h-14 w-full items-center gap-3 px-4 text-left text-touch';
const REST: readonly (readonly [place: Place & IconName, words: string])[] = [
  ['ledger', 'every booking and fill'],
  ['settings', 'keys, password, second factor'],
  ['status', 'feeds and blind windows'],
];

/** What the bar of a phone has no room for. */
export default function More(): ReactNode {
  const [theme, toggleTheme] = useTheme();
  const kind = useCredentialKind();
  return (
    <ul className="divide-y divide-line/60 rounded-md border border-line bg-surface">
      {REST.map(([place, words]) => (
        <li key={place}>
          <Link href={hrefOf(place)} onGo={() => go(place)} className={LINE}>
            <span className="text-muted">
              <Icon name={place} />
            </span>
            <span className="flex-1">{LABELS[place]}</span>
            <span className="text-body text-muted">{words}</span>
          </Link>
        </li>
      ))}
      <li>
        <button type="button" onClick={toggleTheme} className={LINE}>
          <span className="text-muted">
            <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
          </span>
          {theme === 'dark' ? 'Light theme' : 'Dark theme'}
        </button>
      </li>
      <li>
        <button type="button" onClick={() => void signOut()} className={LINE}>
          <span className="text-muted">
            <Icon name={kind === 'person' ? 'leave' : 'user'} />
          </span>
          {kind === 'person' ? 'Sign out' : 'Sign in as yourself'}
        </button>
      </li>
    </ul>
  );
}
