import * as z from 'zod';
import { apisOf } from '../gateway/apis.ts';
import { gatewayMessage, type HttpRequest, type HttpResponse } from '../gateway/messages.ts';
import type { Stack } from '../template/stack.ts';
import { TemplateError } from '../template/template.ts';
import { readSiteContent, type SiteFile } from './content.ts';
import { type ResponseHeaders, readHeadersPolicies } from './headers-policy.ts';
import { ViewerFunction } from './viewer-function.ts';
import { wildcard } from './wildcard.ts';

const behaviorSchema = z.object({
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: z
    .array(z.object({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
    .max(1)
    .default([]),
});
const distributionSchema = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    DefaultCacheBehavior: behaviorSchema,
    CacheBehaviors: z.array(behaviorSchema.extend({ PathPattern: z.string() })).default([]),
    Origins: z.array(
      z.object({
        Id: z.string(),
        DomainName: z.string().default(''),
        S3OriginConfig: z.unknown().optional(),
      }),
    ),
  }),
});
const functionSchema = z.object({ FunctionCode: z.string() });

interface Behavior {
  readonly pattern: RegExp;
  readonly isSite: boolean;
  /** The API that answers: the first part of its address in AWS. */
  readonly apiId: string | undefined;
  readonly headers: ResponseHeaders;
  readonly viewerFunction: ViewerFunction | undefined;
}

type Api = { serves(path: string): boolean; handle(request: HttpRequest): Promise<HttpResponse> };

/** A CloudFront distribution over the site's bucket and the API: which path goes where, and with which headers. */
export class Distribution {
  readonly #behaviors: readonly Behavior[];
  readonly #root: string;
  readonly #files: ReadonlyMap<string, SiteFile>;
  readonly #api: Api;
  readonly #isSocketApi: (apiId: string) => boolean;

  /** @throws TemplateError unless the stack has exactly one distribution */
  constructor(stack: Stack, api: Api, { streamUrl }: { readonly streamUrl?: string | undefined } = {}) {
    const isSocketApi = apisOf(stack, 'WEBSOCKET');
    const [distribution, ...others] = stack.read('AWS::CloudFront::Distribution', distributionSchema);
    if (!distribution || others.length > 0)
      throw new TemplateError('the stack must have exactly one distribution');
    const config = distribution.properties.DistributionConfig;
    const policies = readHeadersPolicies(stack, streamUrl);
    const functions = new Map(
      stack
        .read('AWS::CloudFront::Function', functionSchema)
        .map(({ logicalId, properties }) => [logicalId, new ViewerFunction(properties.FunctionCode)]),
    );
    this.#behaviors = [...config.CacheBehaviors, { ...config.DefaultCacheBehavior, PathPattern: '*' }].map(
      (behavior) => ({
        pattern: wildcard(behavior.PathPattern.replace(/^(?![/*])/, '/')),
        ...originOf(config.Origins.find(({ Id }) => Id === behavior.TargetOriginId)),
        headers: policies.get(behavior.ResponseHeadersPolicyId ?? '') ?? {},
        viewerFunction: functions.get(behavior.FunctionAssociations[0]?.FunctionARN ?? ''),
      }),
    );
    this.#root = config.DefaultRootObject;
    this.#files = readSiteContent(stack);
    this.#api = api;
    this.#isSocketApi = isSocketApi;
  }

  /** The WebSocket API that a path leads to; undefined where it leads elsewhere. */
  socketApiAt(path: string): string | undefined {
    const { apiId } = this.#behaviorAt(path);
    return apiId !== undefined && this.#isSocketApi(apiId) ? apiId : undefined;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const behavior = this.#behaviorAt(request.path);
    // A WebSocket API answers no other request.
    if (this.socketApiAt(request.path)) return gatewayMessage(403);
    // The API has an address of its own in AWS; here both share one.
    const isSite = behavior.isSite && !this.#api.serves(request.path);
    const response = isSite ? this.#page(request, behavior) : await this.#api.handle(request);
    return { ...response, headers: { ...response.headers, ...behavior.headers } };
  }

  #behaviorAt(path: string): Behavior {
    const behavior = this.#behaviors.find(({ pattern }) => pattern.test(path));
    if (!behavior) throw new Error('the default behavior takes every path');
    return behavior;
  }

  #page(request: HttpRequest, { viewerFunction }: Behavior): HttpResponse {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return {
        status: 403,
        headers: { 'content-type': 'text/plain' },
        body: 'This distribution serves files.\n',
      };
    }
    const headers = Object.entries(request.headers).map(([name, value]) => [name, { value: String(value) }]);
    const viewed = viewerFunction?.run({
      method: request.method,
      uri: request.path,
      headers: Object.fromEntries(headers),
    });
    if (viewed && 'statusCode' in viewed) {
      const own = Object.entries(viewed.headers).map(([name, { value }]) => [name, value]);
      return { status: viewed.statusCode, headers: Object.fromEntries(own), body: '' };
    }
    const uri = viewed?.uri ?? request.path;
    const file = this.#files.get(uri === '/' ? `/${this.#root}` : decoded(uri));
    if (!file) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found\n' };
    return fileResponse(file, request);
  }
}

const originOf = (origin: { DomainName: string; S3OriginConfig?: unknown } | undefined) => ({
  isSite: Boolean(origin?.S3OriginConfig),
  apiId: /^([^.]+)\.execute-api\./.exec(origin?.DomainName ?? '')?.[1],
});

/** The path of a file can only be one of the map's keys, so nothing outside of the site is ever read. */
const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const fileResponse = (file: SiteFile, { headers }: HttpRequest): HttpResponse => {
  const common = {
    etag: file.etag,
    vary: 'Accept-Encoding',
    ...(file.cacheControl ? { 'cache-control': file.cacheControl } : {}),
  };
  if (headers['if-none-match'] === file.etag) return { status: 304, headers: common, body: '' };
  const gzipped = /\bgzip\b/.test(String(headers['accept-encoding'])) ? file.gzipped() : undefined;
  const encoding = gzipped ? { 'content-encoding': 'gzip' } : {};
  const typed = { ...common, 'content-type': file.contentType, ...encoding };
  return { status: 200, headers: typed, body: gzipped ?? file.body };
};
