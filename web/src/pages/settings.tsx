import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { ApiKeys } from '../features/settings/api-keys.tsx';
import { Erase } from '../features/settings/erase.tsx';
import { Password } from '../features/settings/password.tsx';
import { Profile } from '../features/settings/profile.tsx';
import { SecondFactor } from '../features/settings/second-factor.tsx';
import { Section } from '../features/settings/section.tsx';
import { useCredentialKind } from '../session/session.ts';

/** The person: keys, password, second factor, and the way out. */
export default function Settings({ desk }: { desk: Desk }): ReactNode {
  const isPerson = useCredentialKind() === 'person';
  return (
    <div className="mx-auto w-full max-w-4xl px-1 max-lg:px-2">
      <Profile />
      <ApiKeys now={desk.now} />
      {isPerson ? (
        <>
          <Password />
          <SecondFactor />
          <Erase />
        </>
      ) : (
        <Section title="Password, second factor, your data" lead="Of people who sign in with an e-mail.">
          <p className="text-muted">
            A key stands for its owner, but it cannot change how they sign in, and it cannot erase them. Sign
            in yourself to do that.
          </p>
        </Section>
      )}
    </div>
  );
}
