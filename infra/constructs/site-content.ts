import { type CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface SiteContentProps {
  readonly bucket: Bucket;
  readonly directory: string;
  readonly logRetentionDays: number;
  /** What the dashboard reads from /config.json. */
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Copies the built dashboard into its bucket. Names under `assets/` carry a hash of their content and are cached for a
 * year; everything else is asked for again each time, so a deployment is seen at once and needs no invalidation.
 */
export class SiteContent extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { bucket, directory, logRetentionDays, config }: SiteContentProps,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const readSources = new PolicyStatement({ actions: ['s3:GetObject'] });
    const role = this.copyRole(bucket, logGroup, readSources);
    const common = {
      // The cast: Bucket declares properties as `| undefined` that IBucket leaves out.
      destinationBucket: bucket as IBucket,
      role: role.withoutPolicyUpdates(),
      logGroup,
      // Deleting the stack empties the bucket. It works because the role may not read the bucket's tags, by which the
      // CDK's function would take the bucket for still in use. So never rename these two constructs.
      retainOnDelete: false,
    };
    // Old assets stay: a page that was open before the deployment can still load its parts.
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [readable(Source.asset(directory), readSources)],
      exclude: ['*'],
      include: ['assets/*'],
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [
        readable(Source.asset(directory), readSources),
        readable(Source.jsonData('config.json', { ...config }), readSources),
      ],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
    });
    // What a page loads is there before the page.
    pages.node.addDependency(assets);
    this.acknowledgeFunction();
    const bucketId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnElement);
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`]:
        'It writes the files of the dashboard, whatever their names.',
    });
  }

  private copyRole(bucket: Bucket, logGroup: LogGroup, readSources: PolicyStatement): Role {
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [
            readSources,
            new PolicyStatement({
              actions: ['s3:ListBucket'],
              resources: [bucket.bucketArn],
            }),
            new PolicyStatement({
              actions: ['s3:PutObject', 's3:DeleteObject'],
              resources: [bucket.arnForObjects('*')],
            }),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
          ],
        }),
      },
    });
  }

  private acknowledgeFunction(): void {
    const copier = Stack.of(this).node.children.find((child) =>
      child.node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    if (!copier) throw new Error('the CDK has renamed the function of its BucketDeployment');
    acknowledge(copier, {
      'AwsSolutions-L1': 'The CDK chooses the runtime of its own function, and updates it with each release.',
    });
  }
}

/** The source, and the very objects that it is made of as resources of the statement. */
const readable = (source: ISource, statement: PolicyStatement): ISource => ({
  bind: (scope, context) => {
    const config = source.bind(scope, context);
    statement.addResources(config.bucket.arnForObjects(config.zipObjectKey));
    return config;
  },
});
