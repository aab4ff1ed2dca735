import { type FormEvent, useState } from 'react';

/** A form that sends once at a time, and keeps what it was refused with. */
export const useSend = (isComplete: boolean, send: () => Promise<void>) => {
  const [state, setState] = useState<{ asked: boolean; busy: boolean; error: unknown }>({
    asked: false,
    busy: false,
    error: undefined,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (state.busy) return;
    if (!isComplete) return setState({ asked: true, busy: false, error: undefined });
    setState({ asked: true, busy: true, error: undefined });
    try {
      await send();
      setState({ asked: false, busy: false, error: undefined });
    } catch (error) {
      setState({ asked: true, busy: false, error });
    }
  };
  return { ...state, onSubmit: (event: FormEvent) => void submit(event) };
};
