import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SignIn } from './features/session/sign-in.tsx';
import { Dashboard } from './pages/dashboard.tsx';
import { startSession, useSession } from './session.ts';
import { Button } from './ui/button.tsx';

/** A new key is another person: what the last one saw is dropped with its client. */
const clients = new Map<string, QueryClient>();
const clientOf = (key: string): QueryClient => {
  const known = clients.get(key);
  if (known) return known;
  clients.clear();
  const client = new QueryClient();
  clients.set(key, client);
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
  if (session.state === 'signed_out') return <SignIn refused={session.refused} />;
  return (
    <QueryClientProvider client={clientOf(session.key)}>
      <Dashboard />
    </QueryClientProvider>
  );
};
