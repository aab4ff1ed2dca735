import type { ReactNode } from 'react';
import type { Desk } from '../desk.ts';
import { ApiKeys } from '../features/settings/api-keys.tsx';
import { Erase } from '../features/settings/erase.tsx';
import { Password } from '../features/settings/password.tsx';
import { Profile } from '../features/settings/profile.tsx';
import { SecondFactor } from '../features/settings/second-factor.tsx';

/** The person: keys, password, second factor, and the way out. */
export default function Settings({ desk }: { desk: Desk }): ReactNode {
  return (
    <div className="mx-auto w-full max-w-4xl px-1 max-lg:px-2">
      <Profile />
      <ApiKeys now={desk.now} />
      <Password />
      <SecondFactor />
      <Erase />
    </div>
  );
}
