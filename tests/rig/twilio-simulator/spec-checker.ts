/**
 * Compares what goes over the wire with the vendor's own OpenAPI description
 * (https://github.com/twilio/twilio-oai, MIT), so that client and simulator are not tested against the same
 * misunderstanding. The description is not part of this project: point SKEIN_CARRIER_SPECS at a folder with
 * `twilio-messaging-min.json`, a slice of `twilio_api_v2010.json`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import type { ObservedExchange } from './simulator.ts';

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Json;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

interface Spec {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}

/** Path of the description, or null when it is not on this machine. */
export function findTwilioSpec(): string | null {
  const shared = fileURLToPath(new URL('../../../../shared/carriers/specs', import.meta.url));
  for (const folder of [process.env.SKEIN_CARRIER_SPECS, shared]) {
    const file = `${folder}/twilio-messaging-min.json`;
    if (folder && existsSync(file)) return file;
  }
  return null;
}

export class SpecChecker {
  readonly violations: string[] = [];
  /** Exchanges compared, by `METHOD path-template`. */
  readonly checked = new Map<string, number>();
  /** Paths the description does not have (it is a slice). */
  readonly undescribed = new Set<string>();
  readonly #spec: Spec;
  readonly #ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: false });
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor(file: string) {
    this.#spec = JSON.parse(readFileSync(file, 'utf8')) as Spec;
  }

  check(exchange: ObservedExchange): void {
    const found = this.#operation(exchange);
    if (!found) {
      this.undescribed.add(
        `${exchange.method} ${exchange.url.pathname.replace(/[A-Z]{2}[0-9a-f]{32}/g, '{sid}')}`,
      );
      return;
    }
    const { template, operation, path } = found;
    const name = `${exchange.method} ${template}`;
    this.checked.set(name, (this.checked.get(name) ?? 0) + 1);
    this.#checkRequest(name, operation, path, exchange);
    if (!exchange.faulty) this.#checkResponse(name, operation, exchange);
  }

  #operation({ method, url }: ObservedExchange) {
    for (const [template, methods] of Object.entries(this.#spec.paths)) {
      const operation = methods[method.toLowerCase()];
      const pattern = template.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
      const match = new RegExp(`^${pattern}$`).exec(url.pathname);
      if (operation && match) return { template, operation, path: match.groups ?? {} };
    }
    return null;
  }

  #checkRequest(
    name: string,
    operation: Operation,
    path: Record<string, string>,
    { url, form, contentType }: ObservedExchange,
  ): void {
    const parameters = operation.parameters ?? [];
    const given = new Map(Object.entries(path).map(([k, v]) => [`path ${k}`, [v]]));
    for (const key of new Set(url.searchParams.keys()))
      given.set(`query ${key}`, url.searchParams.getAll(key));
    for (const [key, values] of given) {
      const parameter = parameters.find((p) => `${p.in} ${p.name}` === key);
      if (!parameter) this.violations.push(`${name}: unknown ${key}`);
      else this.#validate(`${name}: ${key}`, parameter.schema, fromText(values, parameter.schema));
    }
    for (const p of parameters) {
      if (p.required && !given.has(`${p.in} ${p.name}`))
        this.violations.push(`${name}: ${p.in} ${p.name} is missing`);
    }
    if (!operation.requestBody) return;
    const schema = contentType === null ? undefined : operation.requestBody.content[contentType]?.schema;
    if (!schema) return void this.violations.push(`${name}: content type ${contentType}`);
    const properties = this.#resolve(schema).properties as Record<string, Json>;
    const body: Json = {};
    for (const key of new Set(form.keys()))
      body[key] = fromText(form.getAll(key), this.#resolve(properties[key] ?? {}));
    this.#validate(`${name}: form`, schema, body);
  }

  #checkResponse(name: string, operation: Operation, { status, json }: ObservedExchange): void {
    // The description has successes only; errors have no schema to compare with.
    if (status >= 300) return;
    const described = operation.responses[String(status)];
    if (!described) return void this.violations.push(`${name}: status ${status} is not described`);
    const schema = described.content?.['application/json']?.schema;
    if (schema) this.#validate(`${name}: ${status}`, schema, json);
    else if (json !== null) this.violations.push(`${name}: ${status} has a body`);
  }

  #validate(where: string, schema: Json, value: unknown): void {
    let validate = this.#compiled.get(schema);
    if (!validate) {
      validate = this.#ajv.compile(this.#toJsonSchema(schema));
      this.#compiled.set(schema, validate);
    }
    if (validate(value)) return;
    for (const e of validate.errors ?? [])
      this.violations.push(`${where}${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  }

  #resolve(schema: Json): Json {
    const ref = schema.$ref;
    if (typeof ref !== 'string') return schema;
    return this.#spec.components.schemas[ref.replace('#/components/schemas/', '')] ?? {};
  }

  /** OpenAPI 3.0 as JSON Schema: references resolved, `nullable` spelled out, and no property it does not name. */
  #toJsonSchema(source: Json): Json {
    const schema = this.#resolve(source);
    const out: Json = {};
    for (const key of [
      'enum',
      'pattern',
      'minLength',
      'maxLength',
      'minimum',
      'maximum',
      'required',
      'type',
    ]) {
      if (key in schema) out[key] = schema[key];
    }
    if (schema.nullable === true) {
      out.type = [schema.type, 'null'];
      if (Array.isArray(schema.enum)) out.enum = [...schema.enum, null];
    }
    if (schema.items) out.items = this.#toJsonSchema(schema.items as Json);
    if (schema.properties) {
      const properties = Object.entries(schema.properties as Record<string, Json>);
      out.properties = Object.fromEntries(properties.map(([k, v]) => [k, this.#toJsonSchema(v)]));
      out.additionalProperties = false;
    }
    return out;
  }
}

/** Text of a query or form as the type its schema wants; left as text when it is not of that type. */
function fromText(values: readonly string[], schema: Json): unknown {
  if (schema.type === 'array') return values;
  if (values.length !== 1) return values;
  const value = values[0] ?? '';
  if (schema.type === 'boolean' && /^(?:true|false)$/.test(value)) return value === 'true';
  if ((schema.type === 'integer' || schema.type === 'number') && /^-?\d+(?:\.\d+)?$/.test(value))
    return Number(value);
  return value;
}
