import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { explain } from '../../errors.ts';
import { leave } from '../../session/begin.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TypedConfirmation } from '../../ui/typed-confirmation.tsx';
import { Section } from './section.tsx';
import { useMe } from './use-me.ts';

const UNKNOWN = 'What was erased stays erased. Send it again to erase the rest.';

/** Much takes more than one request: asked again until nothing is left. */
const eraseAll = async (): Promise<void> => {
  while ((await api.deleteMe()).status === 'erasing');
};

const EraseDialog = ({ word, onClose }: { word: string; onClose: () => void }): ReactNode => {
  const erase = useMutation({ mutationFn: eraseAll, onSuccess: () => leave('erased') });
  return (
    <Dialog title="Delete my data" onClose={onClose}>
      <TypedConfirmation
        word={word}
        action="Erase everything of mine"
        busy={erase.isPending}
        error={erase.error ? explain(erase.error, UNKNOWN) : undefined}
        onConfirm={() => erase.mutate()}
      >
        <p>
          Your trades, books, API keys and your sign-in are erased.{' '}
          <span className="text-text">There is no way back.</span>
        </p>
      </TypedConfirmation>
    </Dialog>
  );
};

const EraseButton = (): ReactNode => {
  const me = useMe();
  const [asks, setAsks] = useState(false);
  return (
    <div>
      <Button kind="danger" disabled={!me.data} onClick={() => setAsks(true)}>
        Delete my data…
      </Button>
      {asks && me.data && <EraseDialog word={me.data.email ?? me.data.id} onClose={() => setAsks(false)} />}
    </div>
  );
};

/** The end of it all. */
export const Erase = (): ReactNode => (
  <Section title="Delete my data" lead="Erases you and all that is yours. There is no way back.">
    <EraseButton />
  </Section>
);
