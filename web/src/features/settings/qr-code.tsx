import type { ReactNode } from 'react';
import { encode } from 'uqr';

const QUIET = 2;

/** A text as a QR code. Dark on light whatever the theme: not every app reads the inverse. */
export const QrCode = ({ text, label }: { text: string; label: string }): ReactNode => {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-40 shrink-0 rounded-md"
      shapeRendering="crispEdges"
    >
      <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};
