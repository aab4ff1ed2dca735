import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, type IScheduleTarget, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';

/**
 * Calls a function with the time that it was scheduled for. The CDK's own target would also allow every version of the
 * function, and retry 185 times over a day.
 */
export const scheduledCall = (
  scope: Construct,
  lambda: LambdaFunction,
  retryPolicy: { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number },
): IScheduleTarget => {
  const invoke = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: [lambda.functionArn],
  });
  const role = new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    inlinePolicies: { own: new PolicyDocument({ statements: [invoke] }) },
  });
  return {
    bind: () => ({
      arn: lambda.functionArn,
      role,
      input: ScheduleTargetInput.fromObject({ scheduledAt: ContextAttribute.scheduledTime }),
      retryPolicy,
    }),
  };
};
