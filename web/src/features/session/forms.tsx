import { type ReactNode, useState } from 'react';
import { ApiError } from '../../api.ts';
import { signInWithKey } from '../../session/begin.ts';
import { currentDemoKey } from '../../session/session.ts';
import { Field } from '../../ui/field.tsx';
import { CodeField, EmailField, NewPasswordField, PasswordField } from './credentials.tsx';
import { StepForm, Way } from './form.tsx';
import { answerChallenge, confirm, type StepProps, signIn, signUp } from './steps.ts';
import { useSend } from './use-send.ts';

export const SignInForm = ({ onStep }: StepProps<'sign_in'>): ReactNode => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useSend(email.trim() !== '' && password !== '', async () => {
    try {
      const next = await signIn(email.trim(), password);
      if (next) onStep(next);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'not_confirmed')) throw error;
      onStep({ at: 'confirm', email: email.trim(), password }, 'This e-mail has not been confirmed yet.');
    }
  });
  return (
    <StepForm
      title="Sign in"
      action="Sign in"
      form={form}
      ways={
        <>
          <Way onClick={() => onStep({ at: 'forgot', email: email.trim() })}>Forgot the password?</Way>
          <Way onClick={() => onStep({ at: 'sign_up' })}>Sign up</Way>
        </>
      }
    >
      <EmailField value={email} onChange={setEmail} {...form} />
      <PasswordField value={password} onChange={setPassword} {...form} />
    </StepForm>
  );
};

export const SignUpForm = ({ onStep }: StepProps<'sign_up'>): ReactNode => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useSend(email.trim() !== '' && password !== '', async () => {
    await signUp(email.trim(), password);
    onStep({ at: 'confirm', email: email.trim(), password });
  });
  return (
    <StepForm
      title="Sign up"
      lead="You begin with an account of 100,000.00 virtual dollars."
      action="Sign up"
      form={form}
      ways={<Way onClick={() => onStep({ at: 'sign_in' })}>Sign in instead</Way>}
    >
      <EmailField value={email} onChange={setEmail} {...form} />
      <NewPasswordField label="Password" value={password} onChange={setPassword} {...form} />
    </StepForm>
  );
};

export const ConfirmForm = ({ step, onStep }: StepProps<'confirm'>): ReactNode => {
  const [code, setCode] = useState('');
  const form = useSend(code !== '', async () => {
    await confirm(step.email, code);
    onStep((await signIn(step.email, step.password)) ?? { at: 'sign_in' });
  });
  return (
    <StepForm
      title="Confirm your e-mail"
      lead={
        <>
          A code is on its way to <span className="text-text">{step.email}</span>.
          {currentDemoKey() !== undefined && ' On this machine it is printed in the terminal.'}
        </>
      }
      action="Confirm and sign in"
      form={form}
      ways={<Way onClick={() => onStep({ at: 'sign_in' })}>Back to sign-in</Way>}
    >
      <CodeField value={code} onChange={setCode} hint="Six digits." {...form} />
    </StepForm>
  );
};

export const ChallengeForm = ({ step, onStep }: StepProps<'challenge'>): ReactNode => {
  const [answer, setAnswer] = useState('');
  const form = useSend(answer !== '', async () => {
    const { session } = step;
    try {
      const next = await answerChallenge(
        step.challenge === 'totp' ? { session, code: answer } : { session, newPassword: answer },
      );
      if (next) onStep(next);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'invalid_session')) throw error;
      onStep({ at: 'sign_in' }, 'That took too long, or too many tries. Sign in again.');
    }
  });
  const back = <Way onClick={() => onStep({ at: 'sign_in' })}>Back to sign-in</Way>;
  if (step.challenge === 'totp')
    return (
      <StepForm title="Second factor" action="Sign in" form={form} ways={back}>
        <CodeField
          value={answer}
          onChange={setAnswer}
          hint="The six digits that your authenticator app shows now."
          {...form}
        />
      </StepForm>
    );
  return (
    <StepForm
      title="Choose a password"
      lead="You were invited with a password that counts once."
      action="Set it and sign in"
      form={form}
      ways={back}
    >
      <NewPasswordField value={answer} onChange={setAnswer} {...form} />
    </StepForm>
  );
};

export const KeyForm = ({ onStep }: StepProps<'key'>): ReactNode => {
  const [key, setKey] = useState('');
  const form = useSend(key.trim() !== '', async () => signInWithKey(key.trim()));
  return (
    <StepForm
      title="Use an API key"
      action="Use this key"
      form={form}
      ways={<Way onClick={() => onStep({ at: 'sign_in' })}>Sign in with e-mail instead</Way>}
    >
      <Field
        label="API key"
        name="key"
        type="password"
        value={key}
        onChange={setKey}
        placeholder="pw_…"
        error={form.asked && key.trim() === '' ? 'An API key is needed.' : undefined}
        hint="Kept in this tab only, until you close it."
      />
    </StepForm>
  );
};
