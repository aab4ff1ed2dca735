import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as z from 'zod';

export interface AcknowledgedFinding {
  /** Of the construct, from the app down. */
  readonly path: string;
  /** E.g. `AwsSolutions-S1`. */
  readonly rule: string;
  readonly reason: string;
}

/** Every finding of cdk-nag that was accepted somewhere below, with its reason. */
export const acknowledgedFindings = (root: IConstruct): AcknowledgedFinding[] =>
  root.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(z.record(z.string(), z.string()).parse(data)))
      .map(([rule, reason]) => ({
        path: node.path,
        rule: rule.replace(/^.*::(?=AwsSolutions-)/, ''),
        reason,
      })),
  );
