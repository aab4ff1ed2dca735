import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IResponseHeadersPolicy,
  OriginRequestPolicy,
  PriceClass,
  Function as ViewerFunction,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { operations } from '../../shared/contract/operations.ts';
import { acknowledge } from '../acknowledge.ts';
import { securityHeaders } from './security-headers.ts';
import { SiteContent } from './site-content.ts';
import { SOCKET_STAGE } from './socket-api.ts';

export interface SiteProps {
  readonly api: HttpApi;
  readonly socketApi: WebSocketApi;
  /** Of the exchange, for dashboards. */
  readonly exchangeStreamUrl: string;
  /** The built dashboard: index.html and what it loads. */
  readonly directory: string;
  readonly logRetentionDays: number;
}

/** The path patterns of the distribution behind which the API answers: `/v1/trades` is under `/v1/*`. */
export const apiPatterns = (paths: readonly string[]): string[] => [
  ...new Set(
    paths.map((path) => {
      const [, first, ...rest] = path.split('/');
      return rest.length > 0 ? `/${first}/*` : `/${first}`;
    }),
  ),
];

/** The dashboard and the API under one origin: nothing is public but the distribution. */
export class Site extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    if (!existsSync(join(props.directory, 'index.html')))
      throw new Error(`${props.directory} holds no index.html: run npm run build:web first`);

    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, {
      'AwsSolutions-S1': 'The bucket holds the published dashboard, and CloudFront alone reads it.',
    });
    const headers = securityHeaders(this, props.exchangeStreamUrl);
    this.distribution = new Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        functionAssociations: [
          {
            function: this.spaFallback(),
            eventType: FunctionEventType.VIEWER_REQUEST,
          },
        ],
      },
      additionalBehaviors: this.apiBehaviors(props, headers),
    });
    acknowledge(this.distribution, {
      'AwsSolutions-CFR1': 'A trading simulator has no country to keep out; its owner may be anywhere.',
      'AwsSolutions-CFR2':
        'A web application firewall costs more in a month than all the rest; the API is throttled and wants a key.',
      'AwsSolutions-CFR3':
        'Each request of the API is in its access log; what is left are the static files of the dashboard.',
      'AwsSolutions-CFR4':
        'The certificate of cloudfront.net comes with this; a newer minimum needs a domain of its own.',
    });
    new SiteContent(this, 'Content', {
      bucket,
      directory: props.directory,
      logRetentionDays: props.logRetentionDays,
      config: { market: 'live', binanceStreamUrl: props.exchangeStreamUrl },
    });
  }

  private spaFallback(): ViewerFunction {
    return new ViewerFunction(this, 'SpaFallback', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromFile({
        filePath: join(import.meta.dirname, 'spa-fallback.js'),
      }),
    });
  }

  private apiBehaviors(
    { api, socketApi }: SiteProps,
    headers: IResponseHeadersPolicy,
  ): Record<string, BehaviorOptions> {
    const { region, urlSuffix } = Stack.of(this);
    const behaviorOf = (apiId: string): BehaviorOptions => ({
      origin: new HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway knows itself by its own Host: another one is answered 403.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: headers,
    });
    const patterns = apiPatterns(operations.map((operation) => operation.path));
    const behavior = behaviorOf(api.apiId);
    return {
      ...Object.fromEntries(patterns.map((pattern) => [pattern, behavior])),
      // The path is the stage: what comes behind it, a WebSocket API does not know.
      [`/${SOCKET_STAGE}`]: behaviorOf(socketApi.apiId),
    };
  }
}
