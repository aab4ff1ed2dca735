/** Names a request, so that it counts once however often it is sent. Not `randomUUID`: that exists under https and on localhost only. */
export const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
