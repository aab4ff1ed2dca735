/** What a run of a market came to, in a line. */
export const summaryOf = (run: {
  /** Market time, ms. */
  readonly from: number;
  readonly to: number;
  readonly wallMs: number;
  readonly ticks: number;
}): string => {
  const minutes = (run.to - run.from) / 60_000;
  const span = minutes >= 2_880 ? `${(minutes / 1_440).toFixed(1)} days` : `${minutes.toFixed(0)} minutes`;
  const seconds = run.wallMs / 1000;
  const pace = (run.ticks / seconds).toFixed(0);
  return `market ended: ${span} in ${seconds.toFixed(1)} s, ${run.ticks} ticks, ${pace} ticks a second`;
};
