import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { Dashboard } from './pages/dashboard.tsx';
import { startSession } from './session/begin.ts';
import { identityOf, useSession } from './session/session.ts';
import { Button } from './ui/button.tsx';

const SignIn = lazy(() => import('./features/session/sign-in.tsx'));

/** Another person is another client: what the last one saw is dropped with theirs. */
const clients = new Map<string, QueryClient>();
const clientOf = (identity: string): QueryClient => {
  const known = clients.get(identity);
  if (known) return known;
  clients.clear();
  const client = new QueryClient();
  clients.set(identity, client);
  return client;
};

const Unreachable = (): ReactNode => (
  <main className="grid min-h-dvh place-items-center p-4">
    <div role="alert" className="grid max-w-xs gap-3 text-center">
      <p>
        Paperwick cannot be reached. Your trades are kept and looked after where it runs, not in this page.
      </p>
      <Button onClick={() => void startSession()}>Try again</Button>
    </div>
  </main>
);

export const App = (): ReactNode => {
  const session = useSession();
  if (session.state === 'starting') return null;
  if (session.state === 'unreachable') return <Unreachable />;
  if (session.state === 'signed_out') {
    clients.clear();
    return (
      <Suspense>
        <SignIn because={session.because} />
      </Suspense>
    );
  }
  const identity = identityOf(session.credential);
  return (
    <QueryClientProvider client={clientOf(identity)}>
      <Dashboard key={identity} />
    </QueryClientProvider>
  );
};
