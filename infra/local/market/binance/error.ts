/** An error answer in the exchange's shape: `{ code, msg }`. Texts and codes as its public documentation lists them. */
export class BinanceError extends Error {
  override readonly name = 'BinanceError';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const illegalCharacters = (parameter: string, range: string): BinanceError =>
  new BinanceError(
    400,
    -1100,
    `Illegal characters found in parameter '${parameter}'; legal range is '${range}'.`,
  );
export const duplicateParameter = (): BinanceError =>
  new BinanceError(400, -1101, 'Duplicate values for a parameter detected.');
export const missingParameter = (parameter: string): BinanceError =>
  new BinanceError(
    400,
    -1102,
    `Mandatory parameter '${parameter}' was not sent, was empty/null, or malformed.`,
  );
export const unreadParameters = (read: number, sent: number): BinanceError =>
  new BinanceError(
    400,
    -1104,
    `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`,
  );
export const invalidInterval = (): BinanceError => new BinanceError(400, -1120, 'Invalid interval.');
export const invalidSymbol = (): BinanceError => new BinanceError(400, -1121, 'Invalid symbol.');
export const badCombination = (): BinanceError =>
  new BinanceError(400, -1128, 'Combination of optional parameters invalid.');
export const invalidValue = (parameter: string): BinanceError =>
  new BinanceError(400, -1130, `Data sent for parameter '${parameter}' is not valid.`);
export const invalidTickerType = (): BinanceError => new BinanceError(400, -1139, 'Invalid ticker type.');
export const unsupported = (): BinanceError =>
  new BinanceError(404, -1020, 'This operation is not supported.');
