import { type ReactNode, useEffect, useRef, useState } from 'react';

interface Change {
  /** Length of the part that stayed the same. */
  readonly kept: number;
  readonly tone: string;
}

const commonStart = (left: string, right: string): number => {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return index;
};

/** A price whose digits that just changed are coloured: from the first different digit to the end. */
export const LivePrice = ({ text, value }: { text: string; value: number }): ReactNode => {
  const before = useRef({ text, value });
  const [change, setChange] = useState<Change>({ kept: text.length, tone: '' });
  useEffect(() => {
    const last = before.current;
    if (last.text === text) return;
    const comparable = last.text.length === text.length;
    setChange({
      kept: comparable ? commonStart(last.text, text) : 0,
      tone: value >= last.value ? 'text-up' : 'text-down',
    });
    before.current = { text, value };
  }, [text, value]);
  return (
    <span className="tabular-nums">
      {text.slice(0, change.kept)}
      <span className={change.tone}>{text.slice(change.kept)}</span>
    </span>
  );
};
