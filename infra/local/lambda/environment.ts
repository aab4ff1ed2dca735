/** The services that functions talk to, by the names that the SDK's endpoint variables have for them. */
export interface Endpoints {
  readonly DYNAMODB: string;
  /** The SDK goes by the queue's URL in any case; told the same, it does not warn of it with each message. */
  readonly SQS: string;
  readonly COGNITO_IDENTITY_PROVIDER: string;
  readonly LAMBDA: string;
  readonly S3: string;
  readonly APIGATEWAYMANAGEMENTAPI: string;
}

export interface LambdaIdentity {
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
  readonly region: string;
  readonly logGroup: string;
  readonly endpoints: Partial<Endpoints>;
}

/**
 * What Lambda itself puts into a function's environment, with credentials that open nothing and the local services.
 * Nothing of the machine's own environment is passed on but its PATH.
 */
export const lambdaEnvironment = (
  identity: LambdaIdentity,
  variables: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...variables,
  PATH: process.env.PATH ?? '',
  TZ: ':UTC',
  AWS_REGION: identity.region,
  AWS_DEFAULT_REGION: identity.region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ...Object.fromEntries(
    Object.entries(identity.endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
  ),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: identity.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(identity.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: identity.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  PAPERWICK_LOCAL_FUNCTION_ARN: identity.arn,
});
