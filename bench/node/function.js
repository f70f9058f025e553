// The dispatch function for one delivery that waits in its lane, as Node would have it: the same calls, the same
// signatures and payload, the same records. It takes it that the report's lines are known. What a receiver that fails needs is there and loaded when it is needed.
'use strict';

const { createHmac, randomUUID } = require('node:crypto');
const http = require('node:http');
const https = require('node:https');
const { KMSClient, DecryptCommand } = require('@aws-sdk/client-kms');
const records = require('./records');
const settings = require('./settings');

const env = process.env;
const LEASE_MILLIS = 60_000;
const DAY_SECONDS = 24 * 60 * 60;

const kms = new KMSClient({ ...settings, endpoint: env.AWS_ENDPOINT_URL_KMS });

exports.handler = async (event) => {
  const counts = new Map();
  const batchItemFailures = [];
  await Promise.all(
    event.Records.map(async (record) => {
      try {
        await take(JSON.parse(record.body), counts);
      } catch (fault) {
        console.error(JSON.stringify({ event: 'message.failed', fault: String(fault) }));
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }),
  );
  await records.addCounts(counts);
  return { batchItemFailures };
};

async function take({ lane: configurationId, deliveryId }, counts) {
  const lane = await records.takeLane(configurationId, new Date());
  const configuration = await records.get(env.WEBHOOK_CONFIGURATIONS_TABLE, {
    id: { S: configurationId },
  });
  const delivery = await records.find(deliveryId);
  const task = await records.get(env.CDR_TASKS_TABLE, { taskId: { N: delivery.taskId } });
  const now = new Date();
  const leasedUntil = new Date(now.getTime() + LEASE_MILLIS).toISOString();
  await records.claim(delivery, now, leasedUntil);
  const named = { ...delivery, taskName: task.taskName.S };
  await attempt(named, configuration, { now, leasedUntil }, counts);
  await records.giveBackLane(lane);
}

async function attempt(delivery, configuration, { now, leasedUntil }, counts) {
  const token = randomUUID();
  const validUntil = new Date((seconds(now) + DAY_SECONDS) * 1000);
  await records.issueLink(delivery, token, validUntil);
  const key = await open(configuration);
  const body = payload(delivery, token, validUntil);
  const status = await post(
    configuration.url.S,
    headers(delivery.id, seconds(now), key, body),
    body,
  );
  const delivered = status >= 200 && status < 300;
  await records.complete(delivery, { now, leasedUntil, status, delivered });
  if (!delivered) {
    await remind(delivery.configurationId);
  }
  log('attempt.delivered', { deliveryId: delivery.id, statusCode: status });
  records.count(counts, delivery.configurationId, {
    attemptsDelivered: delivered ? 1 : 0,
    delivered: delivered ? 1 : 0,
  });
}

async function open(configuration) {
  const signature = configuration.signatures.L[0].M;
  const opened = await kms.send(
    new DecryptCommand({
      KeyId: signature.keyId.S,
      CiphertextBlob: Buffer.from(signature.ciphertext.S, 'base64'),
      EncryptionContext: { 'webhook-configuration': configuration.id.S },
    }),
  );
  return Buffer.from(opened.Plaintext);
}

function payload(delivery, token, validUntil) {
  return Buffer.from(
    JSON.stringify({
      contentType: 'application/zip',
      httpMethod: 'GET',
      callbackURL: `${env.CALLBACK_BASE_URL}/bulk/cdr-mgr/v1/cdr-download-files/${token}`,
      validUntil: validUntil.toISOString().replace('.000', ''),
      fileName: delivery.fileName,
      fileSizeInBytes: delivery.sizeBytes,
      numberOfLines: delivery.lines,
      taskName: delivery.taskName,
      taskId: Number(delivery.taskId),
      error: delivery.error,
    }),
  );
}

function headers(id, timestamp, key, body) {
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'CDR-Webhooks/1.0',
    'X-CDR-Signature': createHmac('sha512', key).update(body).digest('base64'),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signed.digest('base64')}`,
    'Content-Length': body.length,
    Connection: 'close',
  };
}

function post(url, headers, body) {
  const client = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(url, { method: 'POST', headers, agent: false, timeout: 15_000 });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}

/** Not for a receiver that answers well, so it is loaded only then. */
async function remind(lane) {
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  await new SQSClient({ ...settings, endpoint: env.AWS_ENDPOINT_URL_SQS }).send(
    new SendMessageCommand({
      QueueUrl: env.DUE_ATTEMPTS_QUEUE_URL,
      DelaySeconds: 5,
      MessageBody: JSON.stringify({ lane, hops: 1 }),
    }),
  );
}

function seconds(instant) {
  return Math.floor(instant.getTime() / 1000);
}

function log(event, fields) {
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'INFO', event, ...fields }));
}
