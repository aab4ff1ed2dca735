import type { ExportLinks } from '../../ports/history.ts';
import { exportKey } from './export-key.ts';
import { presignedLink } from './presigned-link.ts';

/** Links to exported files, signed with the function's own credentials. */
export const exportLinks = (
  bucket: string,
  variables: Readonly<Record<string, string | undefined>>,
): ExportLinks => ({
  link: (id, fileName, seconds) =>
    presignedLink(
      {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: variables.AWS_SESSION_TOKEN,
        region: variables.AWS_REGION ?? '',
        endpoint: variables.AWS_ENDPOINT_URL_S3,
      },
      {
        bucket,
        key: exportKey(id),
        overrides: {
          'response-content-type': 'application/gzip',
          'response-content-disposition': `attachment; filename="${fileName}"`,
        },
        seconds,
      },
      Date.now(),
    ),
});
