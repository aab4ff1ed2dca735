const MINUTE = 60_000;

/** Adds up what the requests of a minute weigh, as the exchange reports it with each answer. It never refuses any. */
export const weightMeter = () => {
  let minute = Number.NaN;
  let used = 0;
  return {
    headers: (now: number, weight: number): Readonly<Record<string, string>> => {
      const current = Math.floor(now / MINUTE);
      used = current === minute ? used + weight : weight;
      minute = current;
      return { 'x-mbx-used-weight': String(used), 'x-mbx-used-weight-1m': String(used) };
    },
  };
};
