import { type ReactNode, useId } from 'react';
import { type Geometry, type Shown, stepPath } from './geometry.ts';

interface Part {
  readonly tone: string;
  readonly from: number;
  readonly to: number;
}

/** P&L is a gain above zero and a loss below it; a value is coloured by what it has made. */
const partsOf = ({ height, y }: Geometry, shown: Shown, gains: boolean): readonly Part[] =>
  shown === 'value'
    ? [{ tone: gains ? 'text-up' : 'text-down', from: 0, to: height }]
    : [
        { tone: 'text-up', from: 0, to: y(0) },
        { tone: 'text-down', from: y(0), to: height },
      ];

/** The line with its area, and dashed what it is held against. */
export const Curve = ({
  geometry,
  shown,
  gains,
}: {
  geometry: Geometry;
  shown: Shown;
  gains: boolean;
}): ReactNode => {
  const id = useId();
  const { left, bottom, width, line, base, y } = geometry;
  const path = stepPath(line);
  return (
    <>
      <path
        d={stepPath(base)}
        fill="none"
        className="text-muted"
        stroke="currentColor"
        strokeDasharray="2 4"
      />
      {partsOf(geometry, shown, gains).map(({ tone, from, to }) => (
        <g key={tone} className={tone} clipPath={`url(#${id}${tone})`}>
          <clipPath id={`${id}${tone}`}>
            <path d={`M0 ${from}H${width}V${Math.max(from, to)}H0Z`} />
          </clipPath>
          <path
            d={`${path}V${shown === 'value' ? bottom : y(0)}H${left}Z`}
            fill="currentColor"
            fillOpacity="0.08"
          />
          <path d={path} fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round" />
        </g>
      ))}
    </>
  );
};
