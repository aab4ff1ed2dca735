import { expect, test } from 'vitest';
import { presignedLink } from '../../../shared/adapters/s3/presigned-link.ts';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

test('a link is signed as in the example of the S3 documentation (query parameters, Signature Version 4)', () => {
  // There the bucket is in the host, and the path is the key alone.
  const endpoint = 'https://examplebucket.s3.amazonaws.com';
  const object = { bucket: 'test.txt', key: '', overrides: {}, seconds: 86_400 };
  const link = presignedLink({ ...KEYS, region: 'us-east-1', endpoint }, object, Date.UTC(2013, 4, 24));
  expect(link).toBe(
    'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('a link of AWS has the bucket in its path, and the token of temporary credentials', () => {
  const object = {
    bucket: 'exports',
    key: 'exports/a b.csv.gz',
    overrides: { 'response-content-disposition': 'attachment; filename="x.csv"' },
    seconds: 900,
  };
  const link = presignedLink({ ...KEYS, region: 'eu-central-1', sessionToken: 'a+b/c' }, object, 0);
  expect(link).toContain('https://s3.eu-central-1.amazonaws.com/exports/exports/a%20b.csv.gz?');
  expect(link).toContain('&X-Amz-Security-Token=a%2Bb%2Fc&');
  expect(link).toContain('&response-content-disposition=attachment%3B%20filename%3D%22x.csv%22&');
});
