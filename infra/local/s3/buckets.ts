import * as z from 'zod';
import type { Stack } from '../template/stack.ts';

/** Strict but for what has no meaning on one machine. What is served: expiry of what lies under a prefix. */
const ruleSchema = z.strictObject({
  Id: z.string().optional(),
  Status: z.literal('Enabled'),
  Prefix: z.string().default(''),
  ExpirationInDays: z.number().positive().optional(),
  AbortIncompleteMultipartUpload: z.unknown().optional(),
});
const bucketSchema = z.strictObject({
  BucketName: z.string().optional(),
  BucketEncryption: z.unknown().optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(ruleSchema) }).default({ Rules: [] }),
  OwnershipControls: z.unknown().optional(),
  PublicAccessBlockConfiguration: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

const DAY_MS = 86_400_000;

export interface Bucket {
  /** Whether an object of this age is there no longer. Times in ms of the real time. */
  isExpired(key: string, modifiedAt: number, now: number): boolean;
}

/** The buckets of the stack, by name. @throws TemplateError */
export const readBuckets = (stack: Stack): ReadonlyMap<string, Bucket> =>
  new Map(
    stack.read('AWS::S3::Bucket', bucketSchema).map(({ name, properties }) => {
      const { Rules } = properties.LifecycleConfiguration;
      const isExpired: Bucket['isExpired'] = (key, modifiedAt, now) =>
        Rules.some(
          ({ Prefix, ExpirationInDays: days }) =>
            days !== undefined && key.startsWith(Prefix) && now - modifiedAt > days * DAY_MS,
        );
      return [name, { isExpired }];
    }),
  );
