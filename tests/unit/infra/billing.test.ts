import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { STACK_NAME } from '../../../infra/app.ts';
import { Tables } from '../../../infra/constructs/tables.ts';
import { readTables } from '../../../infra/local/dynamodb/tables.ts';
import { Stack as LocalStack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';
import { parseSettings, type Settings } from '../../../infra/settings.ts';
import { appOf, writtenSettings } from './synthesize.ts';

/** What AWS gives away for good, of each kind. */
const FREE = 25;
const LIMIT = 80;

const throughput = z.object({ ReadCapacityUnits: z.number(), WriteCapacityUnits: z.number() });
const tableSchema = z.object({
  BillingMode: z.string().optional(),
  ProvisionedThroughput: throughput.optional(),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), ProvisionedThroughput: throughput.optional() }))
    .default([]),
});
const targetSchema = z.object({
  MinCapacity: z.number(),
  MaxCapacity: z.number(),
  ScalableDimension: z.string(),
  ResourceId: z.object({
    'Fn::Join': z.tuple([
      z.literal(''),
      z.tuple([z.string(), z.object({ Ref: z.string() })]).rest(z.string()),
    ]),
  }),
});
const policySchema = z.object({
  PolicyType: z.literal('TargetTrackingScaling'),
  ScalingTargetId: z.object({ Ref: z.string() }),
});

const settingsWith = (billing: Settings['billing']): Settings =>
  parseSettings({ ...writtenSettings(), billing, capacityLimit: LIMIT });

const templateOf = (app: App, name: string) =>
  templateSchema.parse(app.synth().getStackByName(name).template);
/** The tables alone: they are made in a moment. */
const tablesWith = (billing: Settings['billing']) => {
  const app = new App({ analyticsReporting: false });
  new Tables(new Stack(app, 'Test'), 'Tables', settingsWith(billing));
  return templateOf(app, 'Test');
};
type Template = ReturnType<typeof templateOf>;

const ofType = (template: Template, type: string) =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
const tablesOf = (template: Template) =>
  ofType(template, 'AWS::DynamoDB::Table').map(([id, { Properties }]) => ({
    id,
    ...tableSchema.parse(Properties),
  }));

/** "<table> <index> read|write" -> units, of every table and index. */
const provisionedIn = (template: Template): Map<string, number | undefined> =>
  new Map(
    tablesOf(template).flatMap(({ id, GlobalSecondaryIndexes, ProvisionedThroughput: own }) =>
      [{ IndexName: '', ProvisionedThroughput: own }, ...GlobalSecondaryIndexes].flatMap(
        ({ IndexName, ProvisionedThroughput: units }): [string, number | undefined][] => [
          [`${id} ${IndexName} read`, units?.ReadCapacityUnits],
          [`${id} ${IndexName} write`, units?.WriteCapacityUnits],
        ],
      ),
    ),
  );

const scaledIn = (template: Template) =>
  ofType(template, 'AWS::ApplicationAutoScaling::ScalableTarget').map(([id, { Properties }]) => {
    const {
      MinCapacity: min,
      MaxCapacity: max,
      ScalableDimension,
      ResourceId,
    } = targetSchema.parse(Properties);
    const [, [, { Ref: table }, index = '']] = ResourceId['Fn::Join'];
    const [, of, kind] = ScalableDimension.split(':');
    expect(of).toBe(index === '' ? 'table' : 'index');
    const name = `${table} ${index.replace('/index/', '')} ${kind === 'ReadCapacityUnits' ? 'read' : 'write'}`;
    return { id, name, min, max };
  });

const sumOf = (units: ReadonlyMap<string, number | undefined>, kind: string): number =>
  [...units].reduce((sum, [name, value]) => sum + (name.endsWith(kind) ? (value ?? 0) : 0), 0);

const nowhere = { queueUrl: () => 'http://queue', apiUrl: 'http://api', cognitoUrl: 'http://cognito' };
const servedTables = (template: Template) =>
  readTables(new LocalStack({ stackName: 'Test', template, assets: new Map() }, nowhere));

describe('provisioned tables', () => {
  const app = appOf(settingsWith('provisioned'));
  const template = templateOf(app, STACK_NAME);
  const units = provisionedIn(template);

  test('have capacity, each and each of their indexes, together no more than is free', () => {
    expect(units.size).toBe(2 * (6 + 5));
    for (const [, value] of units) expect(value).toBeGreaterThanOrEqual(1);
    expect(sumOf(units, 'read')).toBeLessThanOrEqual(FREE);
    expect(sumOf(units, 'write')).toBeLessThanOrEqual(FREE);
    for (const { BillingMode } of tablesOf(template)) expect(BillingMode).not.toBe('PAY_PER_REQUEST');
  });

  test('scale, each and each of their indexes, from there up to the limit of the settings', () => {
    const scaled = scaledIn(template);
    expect(new Map(scaled.map(({ name, min }) => [name, min]))).toEqual(units);
    expect(new Set(scaled.map(({ max }) => max))).toEqual(new Set([LIMIT]));
    const policies = ofType(template, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ([, { Properties }]) => policySchema.parse(Properties).ScalingTargetId.Ref,
    );
    expect(policies.toSorted()).toEqual(scaled.map(({ id }) => id).toSorted());
  });

  test('are clean by cdk-nag', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('are the same tables on one machine', () => {
    const names = (tables: ReturnType<typeof servedTables>) => tables.map(({ definition }) => definition);
    expect(names(servedTables(template))).toEqual(names(servedTables(tablesWith('on-demand'))));
  });
});

test('always free they have the same capacity, and never more', () => {
  const template = tablesWith('always-free');
  const units = provisionedIn(template);
  expect([sumOf(units, 'read'), sumOf(units, 'write')]).toEqual([FREE, FREE]);
  expect(units).toEqual(provisionedIn(tablesWith('provisioned')));
  expect(scaledIn(template)).toEqual([]);
});

test('on demand there is nothing to provision and nothing to scale', () => {
  const template = tablesWith('on-demand');
  expect(new Set(tablesOf(template).map(({ BillingMode }) => BillingMode))).toEqual(
    new Set(['PAY_PER_REQUEST']),
  );
  expect(new Set(provisionedIn(template).values())).toEqual(new Set([undefined]));
  expect(scaledIn(template)).toEqual([]);
});
