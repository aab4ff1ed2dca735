import { dynamodbClient } from '../../infra/local/dynamodb/tables.ts';
import { type Lab, type LabOptions, startLab } from '../fixtures/lab.ts';
import { attachMeter, type Meter } from './capacity/meter.ts';

/** The use cases over the real adapters, with a meter between them and the database; ended after the work. */
export const withMeteredLab = async <T>(
  options: LabOptions,
  work: (lab: Lab, meter: Meter) => Promise<T>,
): Promise<T> => {
  const lab = await startLab(options);
  const beside = dynamodbClient(lab.stores.endpoint);
  try {
    return await work(lab, attachMeter(lab.stores.client, beside));
  } finally {
    beside.destroy();
    await lab.stop();
  }
};
