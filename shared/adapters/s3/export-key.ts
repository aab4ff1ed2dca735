/** Where an exported file lies in its bucket. */
export const exportKey = (id: string): string => `exports/${id}.csv.gz`;
