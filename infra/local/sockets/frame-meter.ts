/** Bytes after the first two of a header: of the length where those two have no room for it, and of the mask. */
const LENGTH_BYTES: Readonly<Record<number, number>> = { 126: 2, 127: 8 };
const MASK_BYTES = 4;

/**
 * Reads the headers of the frames that go by (RFC 6455, 5.2), and nothing else of them: a server of WebSockets puts the frames
 * of a message together, and says nothing of how long each was.
 */
export class FrameMeter {
  readonly #mostBytes: number;
  #header: number[] = [];
  /** Of the frame whose header has been read. */
  #payloadLeft = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** True where a frame begins in these bytes that holds more than it may. */
  isExceededBy(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#payloadLeft > 0) {
        const skipped = Math.min(this.#payloadLeft, chunk.length - at);
        this.#payloadLeft -= skipped;
        at += skipped;
        continue;
      }
      this.#header.push(chunk[at] as number);
      at += 1;
      const length = this.#lengthOnceRead();
      if (length === undefined) continue;
      if (length > this.#mostBytes) return true;
      this.#header = [];
      this.#payloadLeft = length;
    }
    return false;
  }

  /** Bytes of the payload; undefined while the header is not whole. */
  #lengthOnceRead(): number | undefined {
    const [, second, ...more] = this.#header;
    if (second === undefined) return undefined;
    const short = second & 0x7f;
    const lengthBytes = LENGTH_BYTES[short] ?? 0;
    const isMasked = (second & 0x80) !== 0;
    if (more.length < lengthBytes + (isMasked ? MASK_BYTES : 0)) return undefined;
    if (lengthBytes === 0) return short;
    return more.slice(0, lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  }
}
