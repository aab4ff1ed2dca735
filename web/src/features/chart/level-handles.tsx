import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { formatPrice, formatSignedMoney } from '../../format/number.ts';
import type { ChartEngine } from './engine.ts';
import { LEVEL_NAMES, type Level, pnlAt, refusal, stepped, toTick } from './levels.ts';
import { type Tone, toneOf } from './marks.ts';

const TONES: Readonly<Record<Tone, string>> = {
  entry: 'border-info/60 text-info',
  profit: 'border-up/60 text-up',
  loss: 'border-down/60 text-down',
};
/** With the shift key the arrows go further. */
const LONG_STEP = 10;
/** An arrow key moves a ten-thousandth of the price, in whole ticks. */
const stepTicks = (price: string, tick: string): number =>
  Math.max(1, Math.round(Number(price) / Number(tick) / 10_000));

interface Props {
  readonly levels: readonly Level[];
  readonly engine: RefObject<ChartEngine | null>;
  /** Called with what puts the handles in their places: when the chart is painted. */
  readonly onPlace: (place: () => void) => void;
  readonly places: number;
  readonly tick: string;
  /** The chosen price; the level is shown there until it is confirmed or left. */
  readonly onMove: (level: Level, price: string) => void;
}

/** The levels as labels at the left of the chart: by mouse, finger or arrow keys to another price. */
export const LevelHandles = ({ levels, engine, onPlace, places, tick, onMove }: Props): ReactNode => {
  const elements = useRef(new Map<string, HTMLElement>());
  const [moved, setMoved] = useState<{ readonly id: string; readonly price: string }>();
  const priceOf = (level: Level): string => (moved?.id === level.id ? moved.price : level.price);

  const place = (): void => {
    for (const level of levels) {
      const element = elements.current.get(level.id);
      const height = engine.current?.heightOf(Number(priceOf(level)));
      if (!element) continue;
      element.style.visibility = height === undefined ? 'hidden' : 'visible';
      element.style.transform = `translateY(${Math.round((height ?? 0) - element.offsetHeight / 2)}px)`;
    }
  };
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => onPlace(() => latest.current()), [onPlace]);
  // After each drawing of this: a level or its price is another one.
  useEffect(() => latest.current());

  const to = (level: Level, price: string): void => {
    engine.current?.moveLine(level.id, Number(price));
    setMoved({ id: level.id, price });
  };
  const back = (level: Level): void => {
    engine.current?.moveLine(level.id, Number(level.price));
    setMoved(undefined);
  };
  const finish = (level: Level): void => {
    const price = priceOf(level);
    back(level);
    if (price !== level.price && refusal(level, price) === undefined) onMove(level, price);
  };

  const drag = (level: Level) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const top = event.currentTarget.parentElement?.getBoundingClientRect().top ?? 0;
      const value = engine.current?.priceAt(event.clientY - top);
      if (value !== undefined && value > 0) to(level, toTick(value, tick));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>): void => {
      event.currentTarget.releasePointerCapture(event.pointerId);
      finish(level);
    },
    onPointerCancel: (): void => back(level),
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (direction !== undefined) {
        const from = priceOf(level);
        to(level, stepped(from, direction * stepTicks(from, tick) * (event.shiftKey ? LONG_STEP : 1), tick));
      } else if (event.key === 'Enter') finish(level);
      else if (event.key === 'Escape' && moved) back(level);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onBlur: (): void => {
      if (moved?.id === level.id) back(level);
    },
  });

  return levels.map((level) => {
    const price = priceOf(level);
    const isMoved = moved?.id === level.id;
    const broken = isMoved ? refusal(level, price) : undefined;
    const pnl = level.kind === 'entry' ? null : pnlAt(level.trade, price);
    const words = `${LEVEL_NAMES[level.kind]} ${formatPrice(price, places)}`;
    const label = (
      <>
        {words}
        {pnl !== null && !level.kind.startsWith('entry') && (
          <span className="ml-1.5 font-normal">{formatSignedMoney(pnl)}</span>
        )}
        {broken && <span className="ml-1.5 text-warning">{broken}</span>}
      </>
    );
    const className = `absolute top-0 left-2 z-10 flex h-5 items-center whitespace-nowrap rounded border bg-surface px-1.5 text-label font-medium tabular-nums ${TONES[toneOf(level.kind)]}`;
    const keep = (element: HTMLElement | null): void => {
      if (element) elements.current.set(level.id, element);
      else elements.current.delete(level.id);
    };
    if (!level.movable)
      return (
        <span key={level.id} ref={keep} className={`${className} pointer-events-none`}>
          {label}
        </span>
      );
    return (
      <div
        key={level.id}
        ref={keep}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`${LEVEL_NAMES[level.kind]} of ${level.trade.symbol}`}
        aria-valuenow={Number(price)}
        aria-valuetext={`${words}${pnl === null ? '' : `, ${formatSignedMoney(pnl)} there`}`}
        title="Drag it to another price, or use the arrow keys and Enter"
        className={`${className} cursor-ns-resize touch-none select-none ${isMoved ? 'z-20 bg-raised' : 'hover:bg-raised'}`}
        {...drag(level)}
      >
        <span aria-hidden="true" className="mr-1.5 h-1.5 w-2 border-current border-y opacity-60" />
        {label}
      </div>
    );
  });
};
