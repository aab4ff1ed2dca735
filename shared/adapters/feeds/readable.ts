/** Of thousands of instruments one that makes no sense is left out: the others can be traded all the same. */
export const readable = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
