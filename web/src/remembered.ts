/** What the reader chose on this machine, kept for the next time. Storage may be forbidden: then it holds until the page is closed. */
export const remembered = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

export const remember = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Forbidden: see above.
  }
};
