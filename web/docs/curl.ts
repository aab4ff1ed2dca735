import type { Operation, OperationExample } from '../../shared/contract/operation.ts';

/** A word of a POSIX shell that means exactly this text. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const filled = (path: string, example: OperationExample): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(example.params?.[name] ?? ''));

/** As people write it: commas, colons and slashes are safe in a query. */
const queryOf = (example: OperationExample): string => {
  const pairs = Object.entries(example.query ?? {}).map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`,
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};

/** The example of an operation as a command; `$API`, `$KEY` and `$TOKEN` are the reader's own. */
export const curlOf = (operation: Operation, example: OperationExample): string => {
  const { method, path, auth, credential } = operation;
  const hasBody = 'body' in example;
  const implied = hasBody ? 'POST' : 'GET';
  const lines = [
    `curl -s ${method === implied ? '' : `-X ${method} `}"$API${filled(path, example)}${queryOf(example)}"`,
    ...(auth === 'public' ? [] : [`-H "Authorization: Bearer $${credential === 'token' ? 'TOKEN' : 'KEY'}"`]),
    ...(hasBody
      ? ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(example.body, null, 2))}`]
      : []),
  ];
  return lines.join(' \\\n  ');
};
