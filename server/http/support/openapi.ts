import { z } from 'zod';
import type { Route } from '../route.ts';

type Json = Record<string, unknown>;

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  return z.toJSONSchema(type, { io, unrepresentable: 'any', target: 'openapi-3.0' }) as Json;
}

/** Path parameters of `/api/incidents/:id`. */
function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/gu)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const refusal = { $ref: '#/components/responses/Refusal' };
const security = { public: [], ingest: [{ ingestToken: [] }] } as const;

function operation(route: Route): Json {
  const guarded = route.right !== 'public';
  return {
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'ops'],
    'x-right': route.right,
    security:
      route.right === 'public' || route.right === 'ingest'
        ? security[route.right]
        : [{ session: [] }, { apiToken: [] }],
    parameters: [...pathParameters(route.path), ...(route.query ? queryParameters(route.query) : [])],
    ...(route.body ? { requestBody: { required: true, ...json(schemaOf(route.body, 'input')) } } : {}),
    responses: {
      200: { description: '成功', ...(route.answer ? json(schemaOf(route.answer, 'output')) : {}) },
      ...(guarded ? { 401: refusal, 403: refusal } : {}),
      default: refusal,
    },
  };
}

/** The description of every route, made from the list that is mounted: it cannot differ from what is served. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/gu, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  const text = { type: 'string' };
  const refusalSchema = {
    type: 'object',
    required: ['code', 'message', 'traceId'],
    properties: { code: text, message: text, traceId: text },
  };
  return {
    openapi: '3.0.3',
    info: { title: '城运 Chengyun', version: '1' },
    paths,
    components: {
      responses: {
        Refusal: { description: '拒绝：code 供程序判断，message 供人阅读', ...json(refusalSchema) },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chengyun' },
        apiToken: { type: 'http', scheme: 'bearer' },
        ingestToken: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
