import * as z from 'zod';
import type { Stack } from '../template/stack.ts';

const policySchema = z.object({
  ResponseHeadersPolicyConfig: z.object({
    CorsConfig: z.undefined().optional(),
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) })
      .default({ Items: [] }),
    SecurityHeadersConfig: z
      .object({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }).optional(),
        ContentTypeOptions: z.object({}).optional(),
        FrameOptions: z.object({ FrameOption: z.string() }).optional(),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }).optional(),
      })
      .default({}),
  }),
});

export type ResponseHeaders = Readonly<Record<string, string>>;

/**
 * The origin of a stream, for a policy. One of this machine has another port with each start, and a page that stays open keeps the
 * policy that it was loaded with: any port of that address.
 */
const streamSource = (streamUrl: string): string => {
  const { origin, protocol, hostname } = new URL(streamUrl);
  return hostname === '127.0.0.1' ? `${protocol}//${hostname}:*` : origin;
};

/** Of the WebSockets that a page may open, the exchange's stream of this run takes the place of that of the template. */
const localPolicy = (policy: string | undefined, streamUrl: string | undefined): string | undefined =>
  policy?.replace(/connect-src([^;]*)/, (_, sources: string) => {
    const others = sources.split(' ').filter((source) => source !== '' && !/^wss?:/.test(source));
    return ['connect-src', ...others, ...(streamUrl ? [streamSource(streamUrl)] : [])].join(' ');
  });

/** The headers of each policy, by its id. Strict-Transport-Security is left out: here it is plain HTTP. */
export const readHeadersPolicies = (
  stack: Stack,
  streamUrl: string | undefined,
): ReadonlyMap<string, ResponseHeaders> =>
  new Map(
    stack.read('AWS::CloudFront::ResponseHeadersPolicy', policySchema).map(({ logicalId, properties }) => {
      const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } =
        properties.ResponseHeadersPolicyConfig;
      const headers: [string, string | undefined][] = [
        [
          'content-security-policy',
          localPolicy(security.ContentSecurityPolicy?.ContentSecurityPolicy, streamUrl),
        ],
        ['x-content-type-options', security.ContentTypeOptions && 'nosniff'],
        ['x-frame-options', security.FrameOptions?.FrameOption],
        ['referrer-policy', security.ReferrerPolicy?.ReferrerPolicy],
        ...custom.Items.map(({ Header, Value }): [string, string] => [Header.toLowerCase(), Value]),
      ];
      const set = headers.filter((header): header is [string, string] => header[1] !== undefined);
      return [logicalId, Object.fromEntries(set)];
    }),
  );
