import type { AttemptRequest, WebhookConfiguration, Platform } from '../../api/shapes.ts';

/** A request of a configuration's, to verify. */
export interface SampleRequest {
  url: string;
  id: string;
  timestamp: string;
  body: string;
  /** Whether it was sent, or is made up since nothing was yet. */
  sent: boolean;
}

const TOKEN = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

/**
 * The last request that was sent. The token of its link is hidden in what the API shows, so it
 * stands for itself in the body, and a made-up one would do as well.
 */
export function sentSample(request: AttemptRequest): SampleRequest {
  const header = (wanted: string) =>
    request.headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
  return {
    url: request.url,
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    body: request.body,
    sent: true,
  };
}

/** A request as the next one may be, in exactly the form in which it is sent. */
export function madeUpSample(
  { url }: WebhookConfiguration,
  platform: Platform | undefined,
  now: Date,
): SampleRequest {
  const validUntil = new Date(now.getTime() + 24 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const base = platform?.callbackBaseUrl ?? 'https://cdr.example.com';
  return {
    url,
    id: 'dlv_5f1c0a9be2d74386a1f0c97be4d2835a',
    timestamp: String(Math.floor(now.getTime() / 1000)),
    body: JSON.stringify({
      contentType: 'application/zip',
      httpMethod: 'GET',
      callbackURL: `${base}/bulk/cdr-mgr/v1/cdr-download-files/${TOKEN}`,
      validUntil,
      fileName: 'tx00001.zip',
      fileSizeInBytes: 3949,
      numberOfLines: 100,
      taskName: 'Task Name Example',
      taskId: 1,
      error: '',
    }),
    sent: false,
  };
}
