import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import type { Ask, Reply } from './exchange.ts';

type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  in: 'path' | 'query';
  schema: Json;
}
interface Media {
  content?: Record<string, { schema: Json }>;
}
interface Raw {
  operationId: string;
  parameters?: Json[];
  requestBody?: Media & { required?: boolean };
  responses: Record<string, Json>;
}
interface Operation {
  id: string;
  method: string;
  path: RegExp;
  inPath: ValidateFunction;
  inQuery: ValidateFunction;
  body: ValidateFunction | undefined;
  bodyRequired: boolean;
  /** By status and media type; a status without media types has no body. */
  replies: Map<string, Map<string, ValidateFunction>>;
}

export interface Call {
  operation: string;
  path: Record<string, number>;
  query: Record<string, string | number | boolean | null>;
  body: Json;
}

export interface Contract {
  /** The call that the request makes, or what is wrong with it. */
  read(ask: Ask): Call | string;
  /** What is wrong with the reply, if something is. */
  check(operation: string, reply: Reply): string | undefined;
}

/** Kit's API contract as a judge of requests and replies. */
export function loadContract(): Contract {
  loaded ??= read();
  return loaded;
}

/** It does not change, and compiling it takes longer than all else that a demo does to start. */
let loaded: Contract | undefined;

function read(): Contract {
  const text = readFileSync(new URL('../../utils/kit/openapi.yaml', import.meta.url), 'utf8');
  const document = toJsonSchema(parse(text)) as { paths: Record<string, Record<string, unknown>> };
  const options = {
    strict: false,
    allErrors: true,
    formats: { float: true, date: /^\d{4}-\d\d-\d\d$/, 'date-time': /^\d{4}-\d\d-\d\dT/ },
  } as const;
  const bodies = new Ajv2019(options).addSchema(document, 'kit');
  const parameters = new Ajv2019({ ...options, coerceTypes: true }).addSchema(document, 'kit');
  const resolve = (value: Json): Json => {
    if (typeof value.$ref !== 'string') return value;
    const steps = value.$ref.split('/').slice(1);
    return steps.reduce<Json>((at, step) => at[step] as Json, document as unknown as Json);
  };
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(([method, raw]) => {
        const shared = (item.parameters ?? []) as Json[];
        return compile(method, path, raw as Raw, shared);
      }),
  );

  function compile(method: string, path: string, raw: Raw, shared: Json[]): Operation {
    const all = [...shared, ...(raw.parameters ?? [])].map(resolve) as unknown as Parameter[];
    const those = (place: Parameter['in']) => ({
      type: 'object',
      properties: Object.fromEntries(
        all.filter((one) => one.in === place).map((one) => [one.name, absolute(one.schema)]),
      ),
      additionalProperties: false,
    });
    const body = raw.requestBody?.content?.['application/json']?.schema;
    return {
      id: raw.operationId,
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      inPath: parameters.compile(those('path')),
      inQuery: parameters.compile(those('query')),
      // Replies may grow, requests may not: Kit would ignore a field that it does not know.
      body: body && bodies.compile({ allOf: [absolute(body)], unevaluatedProperties: false }),
      bodyRequired: raw.requestBody?.required ?? false,
      replies: new Map(
        Object.entries(raw.responses).map(([status, reply]) => [
          status,
          new Map(
            Object.entries((resolve(reply) as Media).content ?? {}).map(([type, media]) => [
              type,
              bodies.compile(absolute(media.schema)),
            ]),
          ),
        ]),
      ),
    };
  }

  return {
    read(ask) {
      for (const operation of operations) {
        const match = operation.method === ask.method && operation.path.exec(ask.url.pathname);
        if (match) return readCall(operation, { ...match.groups }, ask);
      }
      return 'no such operation';
    },
    check(id, reply) {
      const operation = operations.find((one) => one.id === id);
      const types = operation?.replies.get(String(reply.status));
      if (types === undefined) return `status ${reply.status} is not in the contract`;
      if (types.size === 0) return reply.body.length > 0 ? 'has a body' : undefined;
      const type = String(reply.headers['content-type']).split(';')[0] ?? '';
      const validate = types.get(type);
      if (validate === undefined) return `media type ${type} is not in the contract`;
      const text = reply.body.toString();
      return problems(validate, type === 'application/json' ? JSON.parse(text) : text, 'reply');
    },
  };
}

function readCall(operation: Operation, path: Record<string, unknown>, ask: Ask): Call | string {
  const query: Record<string, unknown> = Object.fromEntries(ask.url.searchParams);
  let body: unknown;
  try {
    body = ask.text === '' ? undefined : JSON.parse(ask.text);
  } catch {
    return 'body is not JSON';
  }
  // Validating the parameters also turns their text into numbers and booleans.
  const wrong =
    problems(operation.inPath, path, 'path') ??
    problems(operation.inQuery, query, 'query') ??
    (operation.body && (body !== undefined || operation.bodyRequired)
      ? problems(operation.body, body, 'body')
      : undefined);
  if (wrong !== undefined) return wrong;
  if (body !== undefined && operation.body === undefined) return 'body is not declared';
  return {
    operation: operation.id,
    path: path as Call['path'],
    query: query as Call['query'],
    body: (body ?? {}) as Json,
  };
}

function problems(validate: ValidateFunction, value: unknown, where: string): string | undefined {
  if (validate(value)) return undefined;
  const texts = validate.errors?.map((error) => {
    const extra = error.params.unevaluatedProperty ?? error.params.additionalProperty;
    return `${where}${error.instancePath} ${error.message}${extra === undefined ? '' : ` (${extra})`}`;
  });
  return texts?.join('; ');
}

/** OpenAPI 3.0 is not JSON Schema: it says `nullable` where JSON Schema has the type null. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, toJsonSchema(inner)]),
  );
  if (nullable !== true) return rest;
  if (Array.isArray(rest.enum)) rest.enum = [...rest.enum, null];
  return { ...rest, type: [rest.type, 'null'] };
}

/** References inside a schema that is compiled apart from its document must name the document. */
function absolute(schema: Json): Json {
  if (typeof schema.$ref === 'string') return { $ref: `kit${schema.$ref}` };
  return schema;
}
