import { BillingMode, type Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { CAPACITY, TARGET_PERCENT, type TableName, type Units } from '../capacity.ts';
import type { Settings } from '../settings.ts';

type Provisioned = Pick<TableProps, 'readCapacity' | 'writeCapacity'>;

const provisioned = ({ read, write }: Units): Provisioned => ({ readCapacity: read, writeCapacity: write });

/** @throws Error where infra/capacity.ts has no such index, whatever the billing */
const indexUnits = (table: TableName, index: string): Units => {
  const units = CAPACITY[table].indexes?.[index];
  if (!units) throw new Error(`infra/capacity.ts has no units for the index ${index} of ${table}`);
  return units;
};

/** How tables and indexes are paid for: each request, or what infra/capacity.ts provisions, with autoscaling or without. */
export class TableCapacity {
  readonly #billing: Settings['billing'];
  readonly #limit: number;

  constructor({ billing, capacityLimit }: Pick<Settings, 'billing' | 'capacityLimit'>) {
    this.#billing = billing;
    this.#limit = capacityLimit;
  }

  ofTable(name: TableName): Provisioned & Pick<TableProps, 'billingMode'> {
    return this.#billing === 'on-demand'
      ? { billingMode: BillingMode.PAY_PER_REQUEST }
      : { billingMode: BillingMode.PROVISIONED, ...provisioned(CAPACITY[name]) };
  }

  ofIndex(table: TableName, index: string): Provisioned {
    const units = indexUnits(table, index);
    return this.#billing === 'on-demand' ? {} : provisioned(units);
  }

  scaleTable(table: Table, name: TableName): void {
    if (this.#billing !== 'provisioned') return;
    const { read, write } = CAPACITY[name];
    const aim = { targetUtilizationPercent: TARGET_PERCENT };
    table.autoScaleReadCapacity(this.#range(read)).scaleOnUtilization(aim);
    table.autoScaleWriteCapacity(this.#range(write)).scaleOnUtilization(aim);
  }

  scaleIndex(table: Table, name: TableName, index: string): void {
    if (this.#billing !== 'provisioned') return;
    const { read, write } = indexUnits(name, index);
    const aim = { targetUtilizationPercent: TARGET_PERCENT };
    table.autoScaleGlobalSecondaryIndexReadCapacity(index, this.#range(read)).scaleOnUtilization(aim);
    table.autoScaleGlobalSecondaryIndexWriteCapacity(index, this.#range(write)).scaleOnUtilization(aim);
  }

  #range(least: number): { minCapacity: number; maxCapacity: number } {
    return { minCapacity: least, maxCapacity: this.#limit };
  }
}
