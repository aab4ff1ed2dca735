import { type ReactNode, useState } from 'react';
import { signInAsDemo } from '../../session/begin.ts';
import { currentDemoKey, type SignedOutBecause } from '../../session/session.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/icons.tsx';
import { Way } from './form.tsx';
import { ChallengeForm, ConfirmForm, KeyForm, SignInForm, SignUpForm } from './forms.tsx';
import { ForgotForm, ResetForm } from './recovery-forms.tsx';
import type { Step } from './steps.ts';

const REASONS: Readonly<Record<SignedOutBecause, readonly [tone: 'down' | 'info', words: string]>> = {
  key_refused: [
    'down',
    'The API did not accept the key. Your trades are untouched. Use a key that is still valid, or sign in.',
  ],
  session_over: ['info', 'Your session is over. Your trades are untouched. Sign in again.'],
  not_revoked: [
    'down',
    'You are signed out here, but the API could not be told: the session ends by itself within 30 days.',
  ],
  erased: ['info', 'All your data is erased.'],
  password_changed: ['info', 'The password is changed. All sessions have ended: sign in with the new one.'],
};

/** Where one may still turn to another way in. */
const ENTRANCES: readonly Step['at'][] = ['sign_in', 'sign_up', 'key'];

const StepOf = ({ step, onStep }: { step: Step; onStep: (step: Step, note?: string) => void }): ReactNode => {
  switch (step.at) {
    case 'sign_in':
      return <SignInForm step={step} onStep={onStep} />;
    case 'sign_up':
      return <SignUpForm step={step} onStep={onStep} />;
    case 'confirm':
      return <ConfirmForm step={step} onStep={onStep} />;
    case 'challenge':
      return <ChallengeForm step={step} onStep={onStep} />;
    case 'forgot':
      return <ForgotForm step={step} onStep={onStep} />;
    case 'reset':
      return <ResetForm step={step} onStep={onStep} />;
    case 'key':
      return <KeyForm step={step} onStep={onStep} />;
  }
};

/** The way in: e-mail and password, a key, or on one's own machine the demo user. */
export default function SignIn({ because }: { because: SignedOutBecause | undefined }): ReactNode {
  const [step, setStep] = useState<Step>({ at: because === 'key_refused' ? 'key' : 'sign_in' });
  const [note, setNote] = useState<string>();
  const demoKey = currentDemoKey();
  const reason = because && REASONS[because];
  const move = (next: Step, words?: string): void => {
    setStep(next);
    setNote(words);
  };
  return (
    <main className="grid min-h-dvh content-start justify-items-center gap-5 px-4 pt-[max(12vh,2rem)] pb-8">
      <header className="grid justify-items-center gap-1.5 text-center">
        <h1 className="flex items-center gap-2 font-semibold text-price tracking-tight">
          <Mark /> Paperwick
        </h1>
        <p className="text-muted">Virtual money, real prices, every fill explained.</p>
      </header>
      <div className="grid w-full max-w-sm gap-4 rounded-md border border-line bg-surface p-6 max-lg:p-5">
        {note ? <Alert tone="info">{note}</Alert> : reason && <Alert tone={reason[0]}>{reason[1]}</Alert>}
        {/* Another step is another form: nothing typed in one is left in the next. */}
        <StepOf key={step.at} step={step} onStep={move} />
      </div>
      <div className="grid w-full max-w-sm justify-items-center gap-3">
        {demoKey !== undefined && ENTRANCES.includes(step.at) && (
          <Button size="large" className="w-full" onClick={() => signInAsDemo(demoKey)}>
            Continue as the demo user
          </Button>
        )}
        {step.at !== 'key' && ENTRANCES.includes(step.at) && (
          <Way onClick={() => move({ at: 'key' })}>Use an API key</Way>
        )}
      </div>
    </main>
  );
}
