import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/**
 * Everything the dashboard loads comes from its own origin, its WebSocket included; nothing inline, nothing framed. Beside it there
 * is the exchange's public stream of prices.
 */
const contentSecurityPolicy = (exchangeStream: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${exchangeStream}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The headers that every answer of the distribution carries. */
export const securityHeaders = (scope: Construct, exchangeStreamUrl: string): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(new URL(exchangeStreamUrl).origin),
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.NO_REFERRER,
        override: true,
      },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [
        {
          header: 'Cross-Origin-Opener-Policy',
          value: 'same-origin',
          override: true,
        },
        {
          header: 'Permissions-Policy',
          value: 'camera=(), geolocation=(), microphone=()',
          override: true,
        },
      ],
    },
  });
