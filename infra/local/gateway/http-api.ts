import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Authorizer } from './authorizer.ts';
import { type Cors, preflight, withCors } from './cors.ts';
import { apiEvent, type EventContext } from './event.ts';
import { lambdaAnswer } from './lambda-answer.ts';
import { gatewayMessage, type HttpRequest, type HttpResponse } from './messages.ts';
import { type Route, type RouteMatch, RouteTable } from './route-table.ts';
import type { Throttle } from './throttle.ts';

/** API Gateway takes no larger body. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface ApiRoute extends Route {
  readonly target: LambdaFunction;
  readonly authorizer: Authorizer | undefined;
}

export interface HttpApiOptions {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly ApiRoute[];
  readonly cors: Cors | undefined;
  readonly throttle: Throttle | undefined;
}

/** An HTTP API (API Gateway v2) with Lambda integrations, payload format 2.0. */
export class HttpApi {
  readonly #options: HttpApiOptions;
  readonly #routes: RouteTable<ApiRoute>;
  readonly #clock: Clock;

  constructor(options: HttpApiOptions, clock: Clock) {
    this.#options = options;
    this.#routes = new RouteTable(options.routes);
    this.#clock = clock;
  }

  /** Whether any route has this path, whatever its method. */
  serves(path: string): boolean {
    return this.#routes.hasPath(path);
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { cors } = this.#options;
    const early = cors && preflight(cors, request);
    if (early) return early;
    const requestId = randomUUID();
    const answer = await this.#answer(request, requestId);
    // Of every answer, whoever gave it: what the access log has as $context.requestId.
    const response = { ...answer, headers: { ...answer.headers, 'apigw-requestid': requestId } };
    return cors ? withCors(cors, request, response) : response;
  }

  async #answer(request: HttpRequest, requestId: string): Promise<HttpResponse> {
    if (request.body.length > MAX_BODY_BYTES) return gatewayMessage(413);
    if (!(this.#options.throttle?.admit() ?? true)) return gatewayMessage(429);
    const match = this.#match(request.method, request.path);
    if (match === 'malformed') return gatewayMessage(400);
    if (!match) return gatewayMessage(404);
    const context = this.#context(match, requestId);
    const { authorizer, target } = match.route;
    if (!authorizer) return lambdaAnswer(await target.invoke(apiEvent(request, context)));
    const verdict = await authorizer.authorize(apiEvent(request, context));
    if (verdict.verdict === 'unauthorized') return gatewayMessage(401);
    if (verdict.verdict === 'forbidden') return gatewayMessage(403);
    if (verdict.verdict === 'failed') return gatewayMessage(500);
    return lambdaAnswer(await target.invoke(apiEvent(request, { ...context, authorizer: verdict.context })));
  }

  #match(method: string, path: string): RouteMatch<ApiRoute> | 'malformed' | undefined {
    try {
      decodeURIComponent(path);
      return this.#routes.match(method, path);
    } catch (error) {
      if (error instanceof URIError) return 'malformed';
      throw error;
    }
  }

  #context({ route, pathParameters }: RouteMatch<ApiRoute>, requestId: string): EventContext {
    const { stage, apiId } = this.#options;
    const timeEpoch = this.#clock.now();
    return { requestId, routeKey: route.key, pathParameters, authorizer: undefined, timeEpoch, stage, apiId };
  }
}
