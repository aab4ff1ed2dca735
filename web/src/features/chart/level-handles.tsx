import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { formatPrice, formatSignedMoney } from '../../format/number.ts';
import type { ChartEngine } from './engine.ts';
import { type LevelGroup, pnlOf } from './level-groups.ts';
import { sideBySide } from './level-places.ts';
import { distanceWords } from './level-words.ts';
import { isEntry, LEVEL_NAMES, type Level, refusal, SHORT_NAMES, stepped, toTick } from './levels.ts';
import { type Tone, toneOf } from './lines.ts';

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

const LEFT_PX = 8;
const HANDLE_PX = 20;
/** Widths of a label, px: with its whole name and its price, or without. */
interface Size {
  readonly whole: number;
  readonly short: number;
}

/** Where there is no room for all labels those of the chosen trade come first: the axis has the prices of the others. */
const byImportance = (groups: readonly LevelGroup[], chosen: string | undefined): LevelGroup[] => {
  const isChosen = ({ levels }: LevelGroup): boolean => levels.some(({ trade }) => trade.id === chosen);
  return [...groups.filter(isChosen), ...groups.filter((group) => !isChosen(group))];
};

/** A level that is shown at another price than its own. */
export interface Move {
  readonly level: Level;
  readonly price: string;
}

interface Props {
  readonly groups: readonly LevelGroup[];
  readonly chosenTrade: string | undefined;
  readonly engine: RefObject<ChartEngine | null>;
  /** Called with what puts the handles in their places: when the chart is painted. */
  readonly onPlace: (place: () => void) => void;
  readonly places: number;
  readonly tick: string;
  readonly move: Move | undefined;
  readonly onMove: (move: Move | undefined) => void;
  /** It was let go where it may be. */
  readonly onDrop: (move: Move) => void;
}

/** The levels as labels at the left of the chart: by mouse, finger or arrow keys to another price. */
export const LevelHandles = memo((props: Props): ReactNode => {
  const { groups, chosenTrade, engine, onPlace, places, tick, move, onMove, onDrop } = props;
  const frame = useRef<HTMLDivElement>(null);
  const elements = useRef(new Map<string, HTMLElement>());
  const sizes = useRef(new Map<string, Size>());
  /** The level that is in somebody's hand: letting go of the keyboard for the dialog is not leaving it. */
  const held = useRef<string>(undefined);
  const priceOf = ({ id, price }: Pick<Level, 'id' | 'price'>): string =>
    move?.level.id === id ? move.price : price;

  const place = (): void => {
    const heightOf = (group: LevelGroup): number | undefined =>
      engine.current?.heightOf(Number(priceOf(group)));
    const room = (engine.current?.width ?? 0) - LEFT_PX;
    // One on its way passes above the others, and moves none of them.
    const shown = byImportance(groups, chosenTrade).flatMap((group) => {
      const [height, size] = [heightOf(group), sizes.current.get(group.id)];
      return height === undefined || !size || group.id === move?.level.id
        ? []
        : [{ id: group.id, size, top: Math.round(height - HANDLE_PX / 2) }];
    });
    const placesFor = (of: keyof Size) =>
      sideBySide(
        shown.map(({ size, top }) => ({ left: 0, top, width: size[of], height: HANDLE_PX })),
        room,
      );
    const whole = placesFor('whole');
    const isCrowded = whole.includes(undefined);
    const boxes = isCrowded ? placesFor('short') : whole;
    frame.current?.toggleAttribute('data-short', isCrowded);
    const lefts = new Map(shown.map(({ id }, index) => [id, boxes[index]?.left]));
    for (const group of groups) {
      const element = elements.current.get(group.id);
      const height = heightOf(group);
      const left = group.id === move?.level.id ? 0 : lefts.get(group.id);
      if (!element) continue;
      element.style.visibility = height === undefined || left === undefined ? 'hidden' : 'visible';
      element.style.transform = `translate(${left ?? 0}px, ${Math.round((height ?? 0) - HANDLE_PX / 2)}px)`;
    }
  };
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => onPlace(() => latest.current()), [onPlace]);
  // After each drawing of this: a level or its price is another one.
  useLayoutEffect(() => {
    const measure = (short: boolean): Map<string, number> => {
      frame.current?.toggleAttribute('data-short', short);
      return new Map([...elements.current].map(([id, element]) => [id, element.offsetWidth]));
    };
    const [whole, short] = [measure(false), measure(true)];
    sizes.current = new Map(
      [...whole].map(([id, width]) => [id, { whole: width, short: short.get(id) ?? width }]),
    );
    latest.current();
  });

  const to = (level: Level, price: string): void => {
    held.current = level.id;
    onMove({ level, price });
  };
  const back = (): void => {
    held.current = undefined;
    onMove(undefined);
  };
  const finish = (level: Level): void => {
    const price = priceOf(level);
    if (price === level.price || refusal(level, price) !== undefined) back();
    else {
      held.current = undefined;
      onDrop({ level, price });
    }
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
    onPointerCancel: back,
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (direction !== undefined) {
        const from = priceOf(level);
        to(level, stepped(from, direction * stepTicks(from, tick) * (event.shiftKey ? LONG_STEP : 1), tick));
      } else if (event.key === 'Enter') finish(level);
      else if (event.key === 'Escape' && held.current) back();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onBlur: (): void => {
      if (held.current === level.id) back();
    },
  });

  const handles = groups.map((group) => {
    const { id, kind, levels, mover } = group;
    const price = priceOf(group);
    const moved = mover && move?.level.id === mover.id ? mover : undefined;
    const pnl = isEntry(group) ? null : pnlOf(group, price);
    const count = levels.length > 1 ? ` ×${levels.length}` : '';
    const words = `${LEVEL_NAMES[kind]}${count} ${formatPrice(price, places)}`;
    const distance = moved && distanceWords(moved, price, places);
    const broken = moved && refusal(moved, price);
    // Where there is little room the axis has the price.
    const whole = moved ? '' : 'group-data-short/levels:hidden';
    const label = (
      <>
        <span className={whole}>{LEVEL_NAMES[kind]}</span>
        {!moved && <span className="not-group-data-short/levels:hidden">{SHORT_NAMES[kind]}</span>}
        {count && <span className="ml-1">{count}</span>}
        <span className={`ml-1 ${whole}`}>{formatPrice(price, places)}</span>
        {pnl !== null && <span className="ml-1.5 font-normal">{formatSignedMoney(pnl)}</span>}
        {distance && <span className="ml-1.5 font-normal">{distance} behind</span>}
        {broken && <span className="ml-1.5 text-warning">{broken}</span>}
      </>
    );
    const className = `absolute top-0 left-2 z-10 flex h-5 items-center whitespace-nowrap rounded border bg-surface px-1.5 text-label font-medium tabular-nums ${TONES[toneOf(kind)]}`;
    const keep = (element: HTMLElement | null): void => {
      if (element) elements.current.set(id, element);
      else elements.current.delete(id);
    };
    if (!mover)
      return (
        <span
          key={id}
          ref={keep}
          title={
            levels.length > 1 && !isEntry(group) ? 'Choose one of these trades to move its level' : undefined
          }
          className={`${className} ${levels.length > 1 && !isEntry(group) ? 'pointer-events-auto' : ''}`}
        >
          {label}
        </span>
      );
    const spoken = [
      words,
      ...(pnl === null ? [] : [`${formatSignedMoney(pnl)} there`]),
      ...(distance ? [`${distance} behind`] : []),
    ];
    return (
      <div
        key={id}
        ref={keep}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`${LEVEL_NAMES[kind]} of ${mover.trade.symbol}`}
        aria-valuenow={Number(price)}
        aria-valuetext={spoken.join(', ')}
        title={`Drag it to another price, or use the arrow keys and Enter${count && '; only that of the chosen trade moves'}`}
        className={`${className} pointer-events-auto cursor-ns-resize touch-none select-none ${moved ? 'z-20 bg-raised' : 'hover:bg-raised'}`}
        {...drag(mover)}
      >
        <span aria-hidden="true" className="mr-1.5 h-1.5 w-2 border-current border-y opacity-60" />
        {label}
      </div>
    );
  });
  return (
    <div ref={frame} className="group/levels pointer-events-none absolute inset-0 z-10 overflow-hidden">
      {handles}
    </div>
  );
});
