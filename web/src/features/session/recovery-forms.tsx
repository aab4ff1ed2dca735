import { type ReactNode, useState } from 'react';
import { CodeField, EmailField, NewPasswordField } from './credentials.tsx';
import { StepForm, Way } from './form.tsx';
import { forgot, reset, type StepProps } from './steps.ts';
import { useSend } from './use-send.ts';

export const ForgotForm = ({ step, onStep }: StepProps<'forgot'>): ReactNode => {
  const [email, setEmail] = useState(step.email);
  const form = useSend(email.trim() !== '', async () => {
    await forgot(email.trim());
    onStep({ at: 'reset', email: email.trim() });
  });
  return (
    <StepForm
      title="Forgotten password"
      lead="A code is sent to your e-mail; with it you set a new one."
      action="Send the code"
      form={form}
      ways={<Way onClick={() => onStep({ at: 'sign_in' })}>Back to sign-in</Way>}
    >
      <EmailField value={email} onChange={setEmail} {...form} />
    </StepForm>
  );
};

export const ResetForm = ({ step, onStep }: StepProps<'reset'>): ReactNode => {
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const form = useSend(code !== '' && newPassword !== '', async () => {
    await reset({ email: step.email, code, newPassword });
    onStep({ at: 'sign_in' }, 'The password is changed. All sessions have ended: sign in with the new one.');
  });
  return (
    <StepForm
      title="Set a new password"
      lead={
        <>
          If <span className="text-text">{step.email}</span> is known here, a code is on its way to it.
        </>
      }
      action="Set the password"
      form={form}
      ways={<Way onClick={() => onStep({ at: 'sign_in' })}>Back to sign-in</Way>}
    >
      <CodeField value={code} onChange={setCode} hint="Six digits." {...form} />
      <NewPasswordField value={newPassword} onChange={setNewPassword} {...form} />
    </StepForm>
  );
};
