import { join } from 'node:path';
import * as z from 'zod';
import { REGION, type Stack, type StackResource } from '../template/stack.ts';
import { type Endpoints, lambdaEnvironment } from './environment.ts';
import { LambdaFunction } from './function.ts';
import type { FunctionSpec } from './spec.ts';

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Runtime: z.string().regex(/^nodejs/, { error: 'must be a version of Node.js' }),
  Handler: z.string().regex(/^[\w/-]+\.\w+$/, { error: 'must be file.export' }),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().optional(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
});

export interface FunctionOptions {
  readonly endpoints: Partial<Endpoints>;
  /** Take the place of a template's variables of the same names. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Set in every function, for tests. */
  readonly extra: Readonly<Record<string, string>>;
  readonly logDirectory: string | undefined;
  /** Whether what they log is printed too. */
  readonly print: boolean;
  /** Told of each invocation that has ended: it may have written to tables. */
  readonly onDone?: (spec: FunctionSpec) => void;
}

/** More at once than this wait: a new AWS account has no more either. */
const CONCURRENCY = 10;

/** The Lambdas of the stack by physical name, each started when it is first called. @throws TemplateError */
export const startFunctions = (stack: Stack, options: FunctionOptions): Map<string, LambdaFunction> =>
  new Map(
    readFunctions(stack, options).map((spec) => [
      spec.name,
      new LambdaFunction(spec, CONCURRENCY, options.onDone),
    ]),
  );

/** Without those that only deploy the stack. */
const readFunctions = (stack: Stack, options: FunctionOptions): FunctionSpec[] =>
  stack
    .read('AWS::Lambda::Function', functionSchema, (logicalId) => !stack.isDeploymentHelper(logicalId))
    .map((resource) => specOf(stack, resource, options));

const specOf = (
  stack: Stack,
  { logicalId, name, properties }: StackResource<z.output<typeof functionSchema>>,
  options: FunctionOptions,
): FunctionSpec => {
  const arn = stack.arnOf(logicalId);
  const overridden = Object.entries(options.overrides).filter(
    ([key]) => key in properties.Environment.Variables,
  );
  const variables = {
    ...properties.Environment.Variables,
    ...Object.fromEntries(overridden),
    ...options.extra,
  };
  const identity = {
    name,
    arn,
    memoryMb: properties.MemorySize,
    region: REGION,
    logGroup: `/aws/lambda/${name}`,
    endpoints: options.endpoints,
  };
  const { print, logDirectory } = options;
  // The name that its logs carry; physical names are long.
  const label = variables.POWERTOOLS_SERVICE_NAME ?? name;
  return {
    name,
    label,
    arn,
    directory: stack.assetPath(properties.Code.S3Key),
    handler: properties.Handler,
    timeoutMs: properties.Timeout * 1000,
    memoryMb: properties.MemorySize,
    environment: { ...lambdaEnvironment(identity, variables), ...options.extra },
    ...(logDirectory ? { logFile: join(logDirectory, `${label}.log`) } : {}),
    ...(print ? { onLog: (line: string) => console.log(`[${label}] ${line}`) } : {}),
  };
};
