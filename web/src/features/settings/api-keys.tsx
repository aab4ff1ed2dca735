import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ApiKeyView, api } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatAge, formatMinute } from '../../format/time.ts';
import { Alert } from '../../ui/alert.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icons.tsx';
import { SkeletonRows } from '../../ui/panel.tsx';
import { NewKey } from './new-key.tsx';
import { Section } from './section.tsx';

const ago = (time: string, now: number): string => `${formatAge((now - Date.parse(time)) / 1000)} ago`;

const lifeOf = (key: ApiKeyView, now: number): string => {
  if (key.expiresAt === null) return 'never expires';
  return Date.parse(key.expiresAt) <= now ? 'expired' : `expires ${formatMinute(key.expiresAt)}`;
};

const KeyLine = ({
  apiKey,
  now,
  onRevoke,
}: {
  apiKey: ApiKeyView;
  now: number;
  onRevoke: () => void;
}): ReactNode => (
  <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-3 py-2.5">
    <div className="grid min-w-0 gap-1">
      <p className="flex flex-wrap items-center gap-1.5">
        <span className="mr-1 truncate font-medium">{apiKey.name}</span>
        {apiKey.scopes.map((scope) => (
          <Badge key={scope} tone={scope === 'read' ? 'neutral' : scope === 'trade' ? 'info' : 'warning'}>
            {scope}
          </Badge>
        ))}
      </p>
      <p className="text-label text-muted tabular-nums">
        {apiKey.lastUsedAt === null ? 'not used yet' : `used ${ago(apiKey.lastUsedAt, now)}`},{' '}
        {lifeOf(apiKey, now)}
        {apiKey.createdAt !== null && `, made ${ago(apiKey.createdAt, now)}`}
      </p>
    </div>
    <Button
      size="small"
      className="max-lg:h-10 max-lg:px-4"
      aria-label={`Revoke ${apiKey.name}`}
      onClick={onRevoke}
    >
      Revoke
    </Button>
  </li>
);

const Revoke = ({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }): ReactNode => {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revokeApiKey(apiKey.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['api-keys'] });
      onClose();
    },
  });
  return (
    <Dialog title={`Revoke ${apiKey.name}`} onClose={onClose}>
      <div className="grid gap-3">
        <p className="text-muted">
          Whatever uses this key stops working within about a minute. A revoked key never comes back.
        </p>
        {revoke.error && (
          <Alert>{explain(revoke.error, 'Look at the list: it may be revoked already.')}</Alert>
        )}
        <Button kind="danger" size="large" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          Revoke the key {apiKey.name}
        </Button>
      </div>
    </Dialog>
  );
};

/** The keys of scripts: made, looked over and revoked. */
export const ApiKeys = ({ now }: { now: number }): ReactNode => {
  const [makes, setMakes] = useState(false);
  const [revokes, setRevokes] = useState<ApiKeyView>();
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: async () => (await api.apiKeys()).items,
    retry: false,
  });
  return (
    <Section
      title="API keys"
      lead="For scripts, each with what it may do. Sent as “Authorization: Bearer pw_…”; stored as a hash only."
    >
      {keys.isPending && <SkeletonRows rows={2} />}
      {keys.error && <Alert>{explain(keys.error, 'The keys could not be read.')}</Alert>}
      {keys.data && (
        <ul className="divide-y divide-line/60 rounded-md border border-line bg-surface">
          {keys.data.length === 0 && <li className="px-3 py-4 text-center text-muted">No key yet.</li>}
          {keys.data.map((apiKey) => (
            <KeyLine key={apiKey.id} apiKey={apiKey} now={now} onRevoke={() => setRevokes(apiKey)} />
          ))}
        </ul>
      )}
      <div>
        <Button onClick={() => setMakes(true)}>
          <Icon name="plus" /> New API key
        </Button>
      </div>
      {makes && <NewKey onClose={() => setMakes(false)} />}
      {revokes && <Revoke apiKey={revokes} onClose={() => setRevokes(undefined)} />}
    </Section>
  );
};
