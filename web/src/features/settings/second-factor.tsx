import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { explain, fieldError } from '../../errors.ts';
import { Alert } from '../../ui/alert.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/panel.tsx';
import { QrCode } from './qr-code.tsx';
import { Section } from './section.tsx';
import { useMe } from './use-me.ts';

const UNKNOWN = 'Look again whether the second factor is on before you send it once more.';

/** `ABCD EFGH …`, as it is typed into an app. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

const Verify = ({ secret, uri, onDone }: { secret: string; uri: string; onDone: () => void }): ReactNode => {
  const [code, setCode] = useState('');
  const verify = useMutation({ mutationFn: () => api.verifyTotp(code), onSuccess: onDone });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (code.length === 6 && !verify.isPending) verify.mutate();
  };
  const error = fieldError(verify.error, 'code');
  return (
    <form onSubmit={send} noValidate className="grid gap-3">
      <p className="text-muted">Scan this with your authenticator app, or type the secret into it.</p>
      <div className="grid justify-items-center">
        <QrCode text={uri} label="The secret as a QR code" />
      </div>
      <div className="flex items-center gap-2">
        <output
          aria-label="The secret"
          className="min-w-0 flex-1 select-all break-words rounded-md border border-line bg-canvas px-2.5 py-2 font-mono text-table"
        >
          {grouped(secret)}
        </output>
        <CopyButton text={secret} label="Copy the secret" />
      </div>
      <p className="text-table">
        <a href={uri} className="text-muted underline decoration-line underline-offset-4 hover:text-text">
          Open in an app on this device
        </a>
      </p>
      <Field
        label="Code that the app shows"
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder="123456"
        value={code}
        onChange={(text) => setCode(text.replace(/\D/g, '').slice(0, 6))}
        error={error}
      />
      {verify.error && !error && <Alert>{explain(verify.error, UNKNOWN)}</Alert>}
      <Button type="submit" kind="primary" size="large" disabled={code.length < 6 || verify.isPending}>
        Turn it on
      </Button>
    </form>
  );
};

const Remove = ({ onClose, onDone }: { onClose: () => void; onDone: () => void }): ReactNode => {
  const remove = useMutation({ mutationFn: api.removeTotp, onSuccess: onDone });
  return (
    <Dialog title="Remove the second factor" onClose={onClose}>
      <div className="grid gap-3">
        <p className="text-muted">From then on your password alone is enough to sign in.</p>
        {remove.error && <Alert>{explain(remove.error, UNKNOWN)}</Alert>}
        <Button kind="danger" size="large" disabled={remove.isPending} onClick={() => remove.mutate()}>
          Sign in without it from now on
        </Button>
      </div>
    </Dialog>
  );
};

const Factor = (): ReactNode => {
  const me = useMe();
  const client = useQueryClient();
  const [removes, setRemoves] = useState(false);
  const associate = useMutation({ mutationFn: api.associateTotp, gcTime: 0 });
  const done = (): void => {
    associate.reset();
    setRemoves(false);
    void client.invalidateQueries({ queryKey: ['me'] });
  };
  if (!me.data) return <Skeleton className="h-8 w-56" />;
  return (
    <>
      <p className="flex items-center gap-2">
        <Badge tone={me.data.totp ? 'up' : 'neutral'}>{me.data.totp ? 'On' : 'Off'}</Badge>
        {me.data.totp ? 'Sign-in asks for a code of your app.' : 'Your password alone signs you in.'}
      </p>
      <div>
        {me.data.totp ? (
          <Button kind="danger" onClick={() => setRemoves(true)}>
            Remove it
          </Button>
        ) : (
          <Button disabled={associate.isPending} onClick={() => associate.mutate()}>
            Set up an authenticator app
          </Button>
        )}
      </div>
      {associate.error && <Alert>{explain(associate.error, UNKNOWN)}</Alert>}
      {associate.data && (
        <Dialog title="Authenticator app" onClose={() => associate.reset()}>
          <Verify {...associate.data} onDone={done} />
        </Dialog>
      )}
      {removes && <Remove onClose={() => setRemoves(false)} onDone={done} />}
    </>
  );
};

/** A code of an authenticator app besides the password. */
export const SecondFactor = (): ReactNode => (
  <Section title="Second factor" lead="A code of an app on your phone, besides the password (TOTP).">
    <Factor />
  </Section>
);
