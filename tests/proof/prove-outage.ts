import { runHoles, runOutage } from './outage.ts';
import { reportComparison, reportFaults } from './report.ts';

type Say = (line: string) => void;
const text = ({ from, to }: { from: number; to: number }): string =>
  `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;

export const proveOutage = async (say: Say, seed: number): Promise<boolean> => {
  const { comparison, blindWindows } = await runOutage(say, seed);
  const equal = reportComparison(say, 'six hours away', comparison);
  // The record is whole: what was out of reach for a while was replayed, and nothing is blind.
  return reportFaults(say, 'blind windows of a whole record', blindWindows.map(text)) && equal;
};

export const proveHoles = async (say: Say, seed: number): Promise<boolean> => {
  const { comparison, blindWindows, holes } = await runHoles(say, seed);
  const equal = reportComparison(say, 'a record with holes', comparison);
  const reported = new Set(blindWindows.map(text));
  for (const hole of holes) say(`hole ${text(hole)}`);
  const missing = holes.map(text).filter((hole) => !reported.has(hole));
  const extra = blindWindows.length - holes.length;
  return (
    reportFaults(say, 'blind windows', [...missing, ...(extra > 0 ? [`${extra} too many`] : [])]) && equal
  );
};
