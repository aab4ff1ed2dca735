import Big from 'big.js';
import { canonical } from '../../domain/money/decimal.ts';

/** RFC 3339, UTC. */
export const moment = (ms: number): string => new Date(ms).toISOString();
export const momentOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : moment(ms));

/** A float of a venue as exact text: the shortest decimal that reads as this float. */
export const decimalText = (value: number): string => canonical(value);

/** A computed float (a change, a percentage) without the noise of its last digits. */
export const roundedText = (value: number, decimals: number): string =>
  canonical(new Big(value).round(decimals, Big.roundHalfEven));

/** Of whole milliseconds. */
export const seconds = (ms: number): number => ms / 1000;
