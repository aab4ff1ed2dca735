import { type RefObject, useEffect, useRef, useState } from 'react';

/** How wide an element is, px; 0 before it is known. */
export const useWidth = <T extends Element>(): readonly [RefObject<T | null>, number] => {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
};
