import { expect, test } from 'vitest';
import { readHeadersPolicies } from '../../../infra/local/site/headers-policy.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

const policyOf = (policy: string, streamUrl: string | undefined) => {
  const stack = new Stack(
    {
      stackName: 'Test',
      assets: new Map(),
      template: templateSchema.parse({
        Resources: {
          Headers: {
            Type: 'AWS::CloudFront::ResponseHeadersPolicy',
            Properties: {
              ResponseHeadersPolicyConfig: {
                SecurityHeadersConfig: {
                  ContentSecurityPolicy: { ContentSecurityPolicy: policy, Override: true },
                },
              },
            },
          },
        },
      }),
    },
    { queueUrl: () => '', apiUrl: 'http://localhost', cognitoUrl: 'http://localhost' },
  );
  return readHeadersPolicies(stack, streamUrl).get('Headers')?.['content-security-policy'];
};

test.each([
  [
    "default-src 'none'; connect-src 'self'; base-uri 'none'",
    'ws://127.0.0.1:5000',
    "connect-src 'self' ws://127.0.0.1:*;",
  ],
  [
    "connect-src 'self' wss://data-stream.binance.vision; x",
    'ws://127.0.0.1:5000/a',
    "connect-src 'self' ws://127.0.0.1:*;",
  ],
  [
    "connect-src 'self' wss://data-stream.binance.vision; x",
    'wss://stream.example:9443/a',
    "connect-src 'self' wss://stream.example:9443;",
  ],
  ["connect-src 'self' wss://data-stream.binance.vision; x", undefined, "connect-src 'self';"],
])('of %s, with a stream at %s, a page may connect to this alone', (policy, streamUrl, expected) => {
  const served = policyOf(policy, streamUrl);
  expect(served).toContain(expected);
  expect(served?.split(';')).toHaveLength(policy.split(';').length);
});
