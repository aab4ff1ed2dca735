import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** An import of 400 days takes three of these, an export one. */
export const HISTORY_TIMEOUT = Duration.minutes(5);

/** Exported files: private, fetched by signed links alone, gone after a day. */
export class Exports extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // What is in it can be exported again at any time.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Files of public prices, gone after a day: a log of who fetched them would outlive them.',
    });
  }
}

/** What an event of a job goes through that fails: tried twice more, within the hour; asking again is up to whoever asked. */
export class History extends Construct {
  constructor(scope: Construct, id: string, props: { readonly run: LambdaFunction }) {
    super(scope, id);
    new EventInvokeConfig(this, 'Jobs', {
      function: props.run,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
  }
}
