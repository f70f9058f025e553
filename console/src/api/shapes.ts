import type { components } from '#openapi';

type Schemas = components['schemas'];

export type Change = Schemas['Change'];
export type CdrTask = Schemas['CdrTask'];
export type WebhookConfiguration = Schemas['WebhookConfiguration'];
export type DownloadProtection = Schemas['DownloadProtection'];
export type RhythmProposal = Schemas['RhythmProposal'];
export type ReceiverRequests = Schemas['ReceiverRequests'];
export type GivenCertificate = NonNullable<Schemas['ClientCertificateGiven']>;
export type GivenHeader = NonNullable<Schemas['RequestHeadersReplaced']>[number];
export type ListedConfiguration = Schemas['ListedWebhookConfiguration'];

type Replacement = Schemas['WebhookConfigurationReplacement'];
type KeptUnlessGiven = 'requestHeaders' | 'clientCertificate';

/** All settings of a configuration; the stored headers and certificate stay unless the change has them. */
export type ConfigurationChange = Pick<
  WebhookConfiguration,
  Exclude<keyof Replacement, KeptUnlessGiven>
> &
  Pick<Replacement, KeptUnlessGiven>;

/** The fields that a client can write in configurations and tasks. */
export type WritableField =
  | keyof Replacement
  | keyof Schemas['WebhookConfigurationCreation']
  | keyof Schemas['CdrTaskSaving'];

export type ConfigurationHealth = Schemas['ConfigurationHealth'];
export type Delivery = Schemas['Delivery'];
export type DeliveryWithAttempts = Schemas['DeliveryWithAttempts'];
export type FileReceipt = Schemas['FileReceipt'];
export type WaitsFor = Schemas['WaitsFor'];
export type DeliveryStatus = Schemas['DeliveryStatus'];
export type DownloadLink = Schemas['DownloadLink'];
export type Attempt = Schemas['Attempt'];
export type AttemptRequest = Schemas['AttemptRequest'];
export type AttemptTimings = Schemas['AttemptTimings'];
export type Recovery = Schemas['Recovery'];
export type LinkRevocation = Schemas['LinkRevocation'];
export type WaitingCount = Schemas['WaitingCount'];
export type RecoveryCount = Schemas['RecoveryCount'];
export type SearchResults = Schemas['SearchResults'];
export type Attention = Schemas['Attention'];
export type AttentionItem = Schemas['AttentionItem'];
export type CappedCount = Schemas['CappedCount'];
export type Statistics = Schemas['Statistics'];
export type StatisticsBucket = Schemas['StatisticsBucket'];
export type Platform = Schemas['Platform'];

/** The task number of tests of configurations; the CDR Manager has no such task. */
export const SAMPLE_TASK = Number.MAX_SAFE_INTEGER;

/** Reads the number of a task from text; null if it is invalid, or too large for JSON to carry exactly. */
export function taskIdOf(text: string): number | null {
  const taskId = Number(text);
  return /^[1-9][0-9]*$/.test(text) && Number.isSafeInteger(taskId) ? taskId : null;
}
