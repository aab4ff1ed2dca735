import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { serverMessageSchema } from '../../../shared/contract/messages/server.ts';
import { openApiDocument } from '../../../shared/contract/openapi.ts';
import { operations } from '../../../shared/contract/operations.ts';

const document = JSON.parse(JSON.stringify(openApiDocument()));

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner),
  );
};

/** Names that only what is worth something at this moment has. */
const CURRENT = ['currentPrice', 'current_price', 'change24h', 'change_24h'];

/** Objects that show a current price, each with what it says of its age. */
const currentPricesIn = (schema: unknown): { fields: string[]; stale: boolean }[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  const fields = properties.filter((name) => CURRENT.includes(name));
  const own = fields.length > 0 ? [{ fields, stale: properties.some((name) => /stale$/i.test(name)) }] : [];
  return [...own, ...Object.values(schema).flatMap(currentPricesIn)];
};

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(document);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('describes every operation', () => {
    const described = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    );
    const listed = operations.map(({ id, method, path }) => `${id} ${method.toLowerCase()} ${path}`);
    expect(described.sort()).toEqual(listed.sort());
  });

  it('refers only to schemas that it holds', () => {
    const references = new Set(referencesIn(document));
    expect(references.size).toBeGreaterThan(10);
    for (const reference of references) {
      const [, kind = '', name = ''] = /^#\/components\/(schemas|headers)\/([\w-]+)$/.exec(reference) ?? [];
      expect([reference, Object.keys(document.components[kind] ?? {})]).toEqual([
        reference,
        expect.arrayContaining([name]),
      ]);
    }
  });

  it('asks for a key except where the operation is public', () => {
    expect(document.paths['/health'].get.security).toEqual([]);
    expect(document.paths['/v1/trades'].post.security).toEqual([{ bearer: [] }]);
  });

  it('has the age of every current price beside it, as the socket has', () => {
    const shown = [
      ...currentPricesIn(document.components.schemas),
      ...currentPricesIn(z.toJSONSchema(serverMessageSchema, { unrepresentable: 'any' })),
    ];
    expect(new Set(shown.flatMap(({ fields }) => fields))).toEqual(new Set(CURRENT));
    expect(shown.filter(({ stale }) => !stale)).toEqual([]);
  });

  it('writes decimals as text in, and numbers of a query as numbers', () => {
    const { properties, additionalProperties, required } = document.components.schemas.CreateTrade;
    expect(properties.quantity.type).toBe('string');
    expect(additionalProperties).toBe(false);
    expect(required).toEqual(['symbol', 'quantity', 'entry']);
    const limit = document.paths['/v1/trades'].get.parameters.find(
      ({ name }: { name: string }) => name === 'limit',
    );
    expect(limit).toEqual({
      name: 'limit',
      in: 'query',
      required: false,
      example: 20,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    });
  });
});
