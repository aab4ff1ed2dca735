import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts findings of cdk-nag on a construct and what is below it: rule -> the reason why it does not apply. */
export const acknowledge = (
  construct: IConstruct,
  findings: Readonly<Record<`AwsSolutions-${string}`, string>>,
) => {
  for (const [id, reason] of Object.entries(findings)) Validations.of(construct).acknowledge({ id, reason });
};
