import type { PseudoParameters, References } from './resolve.ts';
import { type Resource, type Template, TemplateError } from './template.ts';

/** Addresses that exist only once the local servers listen. */
export interface Addresses {
  queueUrl(queueName: string): string;
  readonly apiUrl: string;
  readonly cognitoUrl: string;
}

const SERVICE_OF_ARN: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'cognito-idp:{region}:{account}:userpool/{name}',
  'AWS::DynamoDB::Table': 'dynamodb:{region}:{account}:table/{name}',
  'AWS::IAM::Role': 'iam::{account}:role/{name}',
  'AWS::Lambda::Function': 'lambda:{region}:{account}:function:{name}',
  'AWS::Logs::LogGroup': 'logs:{region}:{account}:log-group:{name}:*',
  'AWS::S3::Bucket': 's3:::{name}',
  'AWS::SNS::Topic': 'sns:{region}:{account}:{name}',
  'AWS::SQS::Queue': 'sqs:{region}:{account}:{name}',
};

const NAME_PROPERTIES = [
  'TableName',
  'FunctionName',
  'QueueName',
  'LogGroupName',
  'BucketName',
  'RoleName',
  'Name',
];

/** The names, addresses and ARNs that the resources of a template have on this machine. */
export const localReferences = (
  template: Template,
  pseudo: PseudoParameters,
  addresses: Addresses,
): References & { nameOf(logicalId: string): string } => {
  const resource = (logicalId: string): Resource => {
    const found = template.Resources[logicalId];
    if (!found) throw new TemplateError(`the template has no resource "${logicalId}"`);
    return found;
  };
  const nameOf = (logicalId: string): string => {
    const { Type, Properties } = resource(logicalId);
    // Cognito gives names of its own making.
    if (Type === 'AWS::Cognito::UserPool') return `${pseudo.region}_${logicalId}`;
    if (Type === 'AWS::Cognito::UserPoolClient') return logicalId.toLowerCase();
    const given = NAME_PROPERTIES.map((property) => Properties[property]).find(
      (name) => typeof name === 'string',
    );
    const made = `${pseudo.stackName}-${logicalId}`;
    // Buckets have no capitals.
    return typeof given === 'string' ? given : Type === 'AWS::S3::Bucket' ? made.toLowerCase() : made;
  };
  const arnOf = (logicalId: string): string => {
    const pattern = SERVICE_OF_ARN[resource(logicalId).Type];
    if (!pattern)
      throw new TemplateError(`Fn::GetAtt: ${resource(logicalId).Type} has no Arn here (${logicalId})`);
    const filled = pattern
      .replace('{region}', pseudo.region)
      .replace('{account}', pseudo.account)
      .replace('{name}', nameOf(logicalId));
    return `arn:aws:${filled}`;
  };
  /** A table without a stream has no such attribute, here as in AWS. */
  const streamArnOf = (logicalId: string): string | undefined => {
    const { Type, Properties } = resource(logicalId);
    const streams = Type === 'AWS::DynamoDB::Table' && Properties.StreamSpecification !== undefined;
    return streams ? `${arnOf(logicalId)}/stream/local` : undefined;
  };
  const endpointOf = (logicalId: string): string =>
    resource(logicalId).Properties.ProtocolType === 'WEBSOCKET'
      ? addresses.apiUrl.replace(/^http/, 'ws')
      : addresses.apiUrl;
  return {
    nameOf,
    ref(logicalId) {
      const { Type } = resource(logicalId);
      if (Type === 'AWS::SQS::Queue') return addresses.queueUrl(nameOf(logicalId));
      if (Type === 'AWS::SNS::Topic') return arnOf(logicalId);
      if (Type === 'AWS::Cognito::UserPoolClient') return nameOf(logicalId);
      return Type in SERVICE_OF_ARN ? nameOf(logicalId) : logicalId;
    },
    attribute(logicalId, attribute) {
      const { Type } = resource(logicalId);
      if (attribute === 'Arn') return arnOf(logicalId);
      const known: Readonly<Record<string, string | undefined>> = {
        'AWS::ApiGatewayV2::Api.ApiEndpoint': endpointOf(logicalId),
        'AWS::ApiGatewayV2::Api.ApiId': logicalId,
        'AWS::Cognito::UserPool.ProviderURL': `${addresses.cognitoUrl}/${nameOf(logicalId)}`,
        'AWS::CloudFront::Distribution.DomainName': new URL(addresses.apiUrl).host,
        'AWS::CloudFront::Function.FunctionARN': logicalId,
        'AWS::CloudFront::OriginAccessControl.Id': logicalId,
        'AWS::DynamoDB::Table.StreamArn': streamArnOf(logicalId),
        'AWS::S3::Bucket.RegionalDomainName': `${nameOf(logicalId)}.s3.local`,
        'AWS::SQS::Queue.QueueName': nameOf(logicalId),
        'AWS::SQS::Queue.QueueUrl': addresses.queueUrl(nameOf(logicalId)),
      };
      const value = known[`${Type}.${attribute}`];
      if (value === undefined)
        throw new TemplateError(`Fn::GetAtt: ${Type} has no ${attribute} here (${logicalId})`);
      return value;
    },
  };
};
