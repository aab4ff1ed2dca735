import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { buildApp } from '../../../infra/app.ts';
import { apiPatterns } from '../../../infra/constructs/site.ts';
import { parseSettings } from '../../../infra/settings.ts';
import { builtParts, synthesize, writtenSettings } from './synthesize.ts';

const { template, all, ofType, the } = synthesize(parseSettings(writtenSettings()));
const { DistributionConfig } = the<{
  DistributionConfig: { CacheBehaviors: Record<string, unknown>[]; DefaultCacheBehavior: object };
}>('AWS::CloudFront::Distribution');
const { CacheBehaviors, DefaultCacheBehavior } = DistributionConfig;

describe('nothing is public', () => {
  test('both buckets, of the dashboard and of exports, block every public access and every request without TLS', () => {
    const buckets = ofType('AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const [id, { Properties }] of buckets) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      template.hasResourceProperties('AWS::S3::BucketPolicy', {
        Bucket: { Ref: id },
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });

  test('only this distribution reads the dashboard, and nobody is let into the exports', () => {
    const policies = ofType('AWS::S3::BucketPolicy').map(([id, { Properties }]) => {
      const { PolicyDocument } = Properties as { PolicyDocument: { Statement: { Effect: string }[] } };
      const allowed = PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
      return [id.replace(/BucketPolicy.*/, ''), allowed] as const;
    });
    const { Site: allowed = [], Exports: exported } = Object.fromEntries(policies);
    expect(exported).toEqual([]);
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(JSON.stringify(allowed[0])).toMatch(/AWS:SourceArn.*SiteDistribution/);
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });

  test('exports are encrypted and gone after a day', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 1, Status: 'Enabled' })] },
    });
  });

  test('no function has a URL, and each is called by the service that it serves', () => {
    template.resourceCountIs('AWS::Lambda::Url', 0);
    for (const [, permission] of ofType('AWS::Lambda::Permission')) {
      expect(permission.Properties.Principal).toBe('apigateway.amazonaws.com');
      expect(permission.Properties).toHaveProperty('SourceArn');
    }
  });
});

describe('the distribution', () => {
  test('serves the API under the same origin, uncached and with the credential', () => {
    expect(CacheBehaviors.map(({ PathPattern }) => PathPattern).sort()).toEqual(
      ['/health', '/openapi.json', '/price/*', '/trade/*', '/v1/*', '/ws'].sort(),
    );
    for (const behavior of CacheBehaviors) {
      expect(behavior).toMatchObject({
        // The managed policies CachingDisabled and AllViewerExceptHostHeader, by the ids that AWS publishes.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'https-only',
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      });
    }
  });

  test('sends a path to the API when its first part is one of the API', () => {
    expect(apiPatterns(['/v1/trades', '/v1/trades/{id}', '/health', '/docs', '/docs/{file}'])).toEqual([
      '/v1/*',
      '/health',
      '/docs',
      '/docs/*',
    ]);
  });

  test('forbids whatever is not its own', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: Match.stringLikeRegexp("default-src 'none'; script-src 'self'; "),
            Override: true,
          },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
        },
      },
    });
    expect(JSON.stringify(ofType('AWS::CloudFront::ResponseHeadersPolicy'))).not.toContain('unsafe');
    for (const behavior of [DefaultCacheBehavior, ...CacheBehaviors])
      expect(behavior).toHaveProperty('ResponseHeadersPolicyId.Ref');
  });

  test.each([
    ['/', '/index.html'],
    ['/trades', '/index.html'],
    ['/trades/01HZX', '/index.html'],
    ['/index.html', '/index.html'],
    ['/assets/app-3f2a.js', '/assets/app-3f2a.js'],
    ['/config.json', '/config.json'],
    ['/docs', '/docs/index.html'],
    ['/docs/', '/docs/index.html'],
    ['/docs/index.html', '/docs/index.html'],
    ['/docs/anything', '/index.html'],
  ])('shows for %s the file %s', (uri, file) => {
    const path = join(import.meta.dirname, '../../../infra/constructs/spa-fallback.js');
    const context = { event: { request: { uri } } };
    expect(runInNewContext(`${readFileSync(path, 'utf8')};handler(event).uri`, context)).toBe(file);
  });
});

describe('the dashboard', () => {
  test('is copied: what has a hash for a year, what has none to be asked for again', () => {
    const copies = ofType('Custom::CDKBucketDeployment').map(([, { Properties }]) => Properties);
    expect(copies).toHaveLength(2);
    const assets = copies.find(({ Include }) => Include !== undefined);
    expect(assets).toMatchObject({
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    const pages = copies.find(({ Include }) => Include === undefined);
    expect(pages).toMatchObject({ Exclude: ['assets/*'], SystemMetadata: { 'cache-control': 'no-cache' } });
    // The built files, and config.json.
    expect(pages?.SourceObjectKeys).toHaveLength(2);
  });

  test.each([
    ['siteDirectory', /holds no index\.html: run npm run build:web first/],
    ['functionsDirectory', /holds no index\.mjs: run npm run build:functions first/],
  ])('a missing %s is named with the command that builds it', (part, message) => {
    const settings = parseSettings(writtenSettings());
    expect(() => buildApp({ ...builtParts(), settings, [part]: '/nowhere' })).toThrow(message);
  });
});

describe('alarms', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const alarmOn = (metric: string) => alarms.find(({ MetricName }) => MetricName === metric);

  test('fit into the ten that cost nothing', () => {
    expect(alarms.map(({ MetricName }) => MetricName).sort()).toEqual([
      '5xx',
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
      'FeedDown',
      'Invocations',
      'IteratorAge',
      'PricesDisagree',
      'QuoteStale',
      'TradeParked',
    ]);
    expect(alarms.length).toBeLessThanOrEqual(10);
  });

  test.each([
    ['QuoteStale', 'tick', 5],
    ['FeedDown', 'tick', 5],
    ['PricesDisagree', 'board', 3],
  ])('%s, counted by the %s, is an alarm after %d minutes', (metric, service, minutes) => {
    expect(alarmOn(metric)).toMatchObject({
      Namespace: 'Paperwick',
      Dimensions: [{ Name: 'service', Value: service }],
      Statistic: 'Maximum',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: minutes,
      TreatMissingData: 'notBreaching',
    });
  });

  test('a tick that does not come is an alarm after three minutes, also when nothing is measured at all', () => {
    expect(alarmOn('Invocations')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  test('the first dead letter is an alarm', () => {
    expect(alarmOn('ApproximateNumberOfMessagesVisible')).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
    expect(JSON.stringify(alarmOn('ApproximateNumberOfMessagesVisible')?.Dimensions)).toContain(
      'DeadLetters',
    );
  });

  test('a feed that is down is an alarm', () => {
    expect(alarmOn('FeedDown')).toMatchObject({
      Namespace: 'Paperwick',
      Dimensions: [{ Name: 'service', Value: 'tick' }],
      TreatMissingData: 'notBreaching',
    });
  });

  test('are mailed where the settings name an address', () => {
    expect(ofType('AWS::SNS::Topic')).toHaveLength(0);
    const mailed = synthesize(parseSettings({ ...writtenSettings(), alarmEmail: 'me@example.com' }));
    mailed.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'me@example.com',
    });
    const actions = mailed.ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties.AlarmActions);
    expect(new Set(actions.map((action) => JSON.stringify(action))).size).toBe(1);
  });
});

test('the stack says where it is', () => {
  const outputs = template.toJSON().Outputs as Record<string, unknown>;
  expect(Object.keys(outputs).sort()).toEqual([
    'ApiUrl',
    'DeadLettersUrl',
    'Url',
    'UserPoolId',
    'UsersTable',
  ]);
  expect(Object.keys(all).length).toBeLessThan(500);
});
