import { useEffect, useRef, useState } from 'react';

export type Flash = 'up' | 'down' | 'info';
const CLASSES: Readonly<Record<Flash, string>> = {
  up: 'animate-flash-up',
  down: 'animate-flash-down',
  info: 'animate-flash-info',
};
const FLASH_MS = 600;

/** The class that tints what has just changed, for 600 ms; nothing on the first sight of it. */
export const useFlash = <T>(value: T, toneOf: (before: T, after: T) => Flash): string => {
  const before = useRef(value);
  const tone = useRef(toneOf);
  const [flash, setFlash] = useState('');
  useEffect(() => {
    if (Object.is(before.current, value)) return;
    setFlash(CLASSES[tone.current(before.current, value)]);
    before.current = value;
    const timer = setTimeout(() => setFlash(''), FLASH_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return flash;
};
