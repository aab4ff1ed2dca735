import { describe, expect, test } from 'vitest';
import type { FunctionName } from '../../../infra/functions.ts';
import { PERMISSIONS } from '../../../infra/permissions.ts';
import { parseSettings } from '../../../infra/settings.ts';
import { operations } from '../../../shared/contract/operations.ts';
import { synthesize, writtenSettings } from './synthesize.ts';

const { template, all, ofType } = synthesize(parseSettings(writtenSettings()));
const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

describe('accounts and books in the template', () => {
  test.each(operations.filter(({ group }) => group === 'accounts'))(
    '$method $path is answered by the function of accounts, behind the authorizer',
    ({ method, path }) => {
      const route = routes.find(({ RouteKey }) => RouteKey === `${method} ${path}`);
      const target = JSON.stringify(route?.Target);
      const [integrationId] = Object.keys(all).filter((id) => target.includes(`"${id}"`));
      const uri = JSON.stringify(all[String(integrationId)]?.Properties.IntegrationUri);
      expect(uri).toContain('AccountsFunction');
      expect(route?.AuthorizationType).toBe('CUSTOM');
    },
  );

  test('the ledger is kept by book and in order, and never goes away by itself', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'book', KeyType: 'HASH' },
        { AttributeName: 'entryId', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    const ledger = ofType('AWS::DynamoDB::Table').find(([id]) => id.startsWith('TablesLedger'));
    expect(ledger?.[1].Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  test('no function but that of persons deletes what belongs to anybody, and none changes a line of the ledger', () => {
    const names = Object.keys(PERMISSIONS) as FunctionName[];
    const may = (action: string, table: 'users' | 'trades' | 'logs' | 'ledger') =>
      names.filter((name) => PERMISSIONS[name].tables[table]?.some((one) => one === `dynamodb:${action}`));
    for (const table of ['users', 'trades', 'logs', 'ledger'] as const)
      for (const action of ['DeleteItem', 'BatchWriteItem'])
        expect(may(action, table).filter((name) => name !== 'http-auth')).toEqual([]);
    expect(may('UpdateItem', 'ledger')).toEqual([]);
  });
});

describe('scopes', () => {
  const bearer = operations.filter(({ auth }) => auth === 'bearer');

  test('keys are made and revoked, and a person changed, with more than `trade`', () => {
    // A ticket changes nothing of anybody: it lets its maker look, and do what they may do anyway.
    const changing = bearer.filter(
      ({ id, group, method }) => group === 'auth' && method !== 'GET' && id !== 'createStreamTicket',
    );
    expect(changing.length).toBeGreaterThan(5);
    for (const operation of changing)
      expect('scope' in operation && operation.scope).not.toMatch(/^(read|trade)$/);
  });
});
