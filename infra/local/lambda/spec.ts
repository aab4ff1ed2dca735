/** A Lambda as the template describes it, its environment resolved. */
export interface FunctionSpec {
  /** Physical, as its ARN has it. */
  readonly name: string;
  /** For people: the name that its logs carry. */
  readonly label: string;
  readonly arn: string;
  /** Where its bundle lies. */
  readonly directory: string;
  /** `index.handler` */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Where what it prints goes; nowhere where absent. */
  readonly logFile?: string;
  readonly onLog?: (line: string) => void;
}
