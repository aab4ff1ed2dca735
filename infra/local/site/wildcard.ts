/** `*` is any text, slashes included, `?` one character: the patterns of CloudFront paths and of `aws s3 sync`. */
export const wildcard = (pattern: string): RegExp => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
};
