/** What a run of a market came to, in a line. */
export const summaryOf = (run: {
  /** Market time, ms. */
  readonly from: number;
  readonly to: number;
  readonly wallMs: number;
  readonly ticks: number;
}): string => {
  const hours = (run.to - run.from) / 3_600_000;
  const span = hours >= 48 ? `${(hours / 24).toFixed(1)} days` : `${hours.toFixed(1)} hours`;
  const seconds = run.wallMs / 1000;
  const pace = (run.ticks / seconds).toFixed(0);
  return `market ended: ${span} in ${seconds.toFixed(1)} s, ${run.ticks} ticks, ${pace} ticks a second`;
};
