/** A short text that stands for another (FNV-1a, 32 bits): to tell apart, not to keep secret. */
export const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
};
