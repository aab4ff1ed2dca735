// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Fn::Sub is written
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Resolver } from '../../../infra/local/template/resolve.ts';
import { Stack } from '../../../infra/local/template/stack.ts';
import { templateSchema } from '../../../infra/local/template/template.ts';

const pseudo = { region: 'eu-central-1', account: '000000000000', stackName: 'Test' };
const template = templateSchema.parse({
  Parameters: { Stage: { Default: 'dev' } },
  Mappings: { Sizes: { small: { memory: 128 } } },
  Conditions: {
    IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
    IsElsewhere: { 'Fn::Not': [{ Condition: 'IsHere' }] },
    Both: { 'Fn::And': [{ Condition: 'IsHere' }, { Condition: 'IsElsewhere' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsHere' }, { Condition: 'IsElsewhere' }] },
  },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
});
const references = {
  ref: (id: string) => `ref-of-${id}`,
  attribute: (id: string, name: string) => `${name}-of-${id}`,
};
const resolver = new Resolver(template, references, pseudo);

test.each([
  [{ Ref: 'Queue' }, 'ref-of-Queue'],
  [{ Ref: 'Stage' }, 'dev'],
  [{ Ref: 'AWS::AccountId' }, '000000000000'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn-of-Queue'],
  [{ 'Fn::GetAtt': 'Queue.Arn' }, 'Arn-of-Queue'],
  [{ 'Fn::Join': ['/', ['a', { Ref: 'Stage' }, 'c']] }, 'a/dev/c'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [
    { 'Fn::Sub': 'x-${AWS::Region}-${Queue}-${Queue.Arn}-${!Raw}' },
    'x-eu-central-1-ref-of-Queue-Arn-of-Queue-${Raw}',
  ],
  [{ 'Fn::Sub': ['${Mine}!', { Mine: { Ref: 'Stage' } }] }, 'dev!'],
  [{ 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
  [{ 'Fn::If': ['IsHere', 'yes', 'no'] }, 'yes'],
  [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
  [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
  [{ 'Fn::Base64': 'abc' }, 'YWJj'],
])('%j is %j', (value, expected) => {
  expect(resolver.resolve(value)).toEqual(expected);
});

test.each([
  [{ 'Fn::ImportValue': 'x' }, /does not know the intrinsic Fn::ImportValue/],
  [{ Ref: 'Missing' }, /no "Missing"/],
  [{ 'Fn::GetAtt': ['Missing', 'Arn'] }, /no resource "Missing"/],
  [{ 'Fn::If': ['Unknown', 1, 2] }, /no condition "Unknown"/],
  [{ 'Fn::Join': ['only one'] }, /Fn::Join wants two arguments, not 1/],
  [{ 'Fn::Select': [5, ['a']] }, /no item 5/],
])('%j is an error', (value, message) => {
  expect(() => resolver.resolve(value)).toThrow(message);
});

const stackOf = (resources: object) =>
  new Stack(
    { stackName: 'Test', template: templateSchema.parse({ Resources: resources }), assets: new Map() },
    {
      queueUrl: (name) => `http://127.0.0.1:1/0/${name}`,
      apiUrl: 'http://localhost:4000',
      cognitoUrl: 'http://127.0.0.1:2',
    },
  );

test('a resource of a type that is not known names itself', () => {
  const resources = { Stream: { Type: 'AWS::Kinesis::Stream' }, Role: { Type: 'AWS::IAM::Role' } };
  expect(() => stackOf(resources)).toThrow('does not serve AWS::Kinesis::Stream (Stream)');
});

test('a property that cannot be served names the resource', () => {
  const stack = stackOf({ Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } });
  expect(() => stack.read('AWS::SQS::Queue', z.object({ FifoQueue: z.literal(false) }))).toThrow(
    /AWS::SQS::Queue Queue: .*\n.*FifoQueue/,
  );
});

test('queues have a name, an ARN and a URL on this machine', () => {
  const stack = stackOf({
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'ticks', Redrive: { 'Fn::GetAtt': ['Dead', 'Arn'] }, Url: { Ref: 'Dead' } },
    },
  });
  const [dead, queue] = stack.read('AWS::SQS::Queue', z.record(z.string(), z.unknown()));
  expect(dead?.name).toBe('Test-Dead');
  expect(queue?.name).toBe('ticks');
  expect(queue?.properties).toMatchObject({
    Redrive: 'arn:aws:sqs:eu-central-1:000000000000:Test-Dead',
    Url: 'http://127.0.0.1:1/0/Test-Dead',
  });
});

test('an attribute that has no meaning here is an error', () => {
  const stack = stackOf({
    Dead: { Type: 'AWS::SQS::Queue', Properties: { X: { 'Fn::GetAtt': ['Dead', 'Nonsense'] } } },
  });
  expect(() => stack.read('AWS::SQS::Queue', z.unknown())).toThrow(
    'AWS::SQS::Queue has no Nonsense here (Dead)',
  );
});
