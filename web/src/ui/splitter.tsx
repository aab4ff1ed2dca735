import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { remember, remembered } from '../remembered.ts';

interface Props {
  readonly label: string;
  /** What the height is kept under. */
  readonly name: string;
  /** Px; `first` where nothing is kept. */
  readonly first: number;
  readonly least: number;
  readonly most: number;
}

const STEP = 24;

/** The height of the part below, and the bar that changes it: by mouse, finger or the arrow keys. */
export const useSplitter = ({ label, name, first, least, most }: Props): readonly [number, ReactNode] => {
  const within = (height: number): number => Math.round(Math.min(most, Math.max(least, height)));
  const [wanted, setWanted] = useState(() => Number(remembered(name)) || first);
  const height = within(wanted);
  const resize = (next: number): void => {
    setWanted(within(next));
    remember(name, String(within(next)));
  };
  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const below = event.currentTarget.nextElementSibling?.getBoundingClientRect().bottom;
    if (below !== undefined) resize(below - event.clientY - event.currentTarget.offsetHeight / 2);
  };
  const keys = (event: KeyboardEvent): void => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    resize(height + direction * STEP);
  };
  return [
    height,
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      key={name}
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={height}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={keys}
      className="group grid h-3 cursor-row-resize touch-none place-items-center rounded"
    >
      <span className="h-0.5 w-10 rounded bg-line transition-colors duration-150 group-hover:bg-muted" />
    </div>,
  ];
};
