/** Whole numbers of either sign, up to 2^53, in as few bytes as they need: seven bits a byte, small ones first. */
export class VarintWriter {
  #bytes = new Uint8Array(4_096);
  #length = 0;

  /** @throws RangeError where the number is not safe */
  write(value: number): void {
    if (!Number.isSafeInteger(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER / 2)
      throw new RangeError(`${value} is no whole number of at most 52 bits`);
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 128) {
      this.#push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#push(rest);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#bytes.length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }
}

export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws RangeError at the end */
  read(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || weight > 2 ** 53) throw new RangeError('the bytes end within a number');
      value += (byte % 128) * weight;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}
