// The dispatch function for one arriving report, as Node would have it: the same calls in the same order, the same
// signatures and payload, the same records. What the event does not need is there and loaded when it is needed.
'use strict';

const { createHash, createHmac, randomUUID } = require('node:crypto');
const http = require('node:http');
const https = require('node:https');
const {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} = require('@aws-sdk/client-dynamodb');
const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
const { KMSClient, DecryptCommand } = require('@aws-sdk/client-kms');
const { NodeHttpHandler } = require('@smithy/node-http-handler');

const env = process.env;
const LEASE_MILLIS = 60_000;
const DAY_SECONDS = 24 * 60 * 60;
const KEPT_SECONDS = 90 * DAY_SECONDS;
const LINK_UNUSED_MILLIS = DAY_SECONDS * 1000;
const TAIL_BYTES = 64 << 10;

// All that the SDK would else look for in files and in the metadata service is said here.
const settings = {
  region: env.AWS_REGION,
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    sessionToken: env.AWS_SESSION_TOKEN,
  },
  endpoint: env.AWS_ENDPOINT_URL,
  maxAttempts: 3,
  retryMode: 'standard',
  defaultsMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 2000, requestTimeout: 3000 }),
};
const dynamoDb = new DynamoDBClient(settings);
const s3 = new S3Client({
  ...settings,
  forcePathStyle: env.AWS_ENDPOINT_URL !== undefined,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});
const kms = new KMSClient(settings);

exports.handler = async (event) => {
  const counts = new Map();
  const batchItemFailures = [];
  await Promise.all(
    event.Records.map(async (record) => {
      try {
        for (const { s3: arrived } of JSON.parse(record.body).Records) {
          await take(arrived, counts);
        }
      } catch (fault) {
        console.error(JSON.stringify({ event: 'message.failed', fault: String(fault) }));
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }),
  );
  await addCounts(counts);
  return { batchItemFailures };
};

async function take({ bucket, object }, counts) {
  const key = decodeURIComponent(object.key.replaceAll('+', ' '));
  const [, taskId, fileName] = /^reports\/(\d+)\/([^/]+)$/.exec(key);
  const task = await get(env.CDR_TASKS_TABLE, { taskId: { N: taskId } });
  const configurationId = task.configurationId.S;
  const configuration = await get(env.WEBHOOK_CONFIGURATIONS_TABLE, { id: { S: configurationId } });
  const report = await lookUp(bucket.name, key, object.versionId);
  const delivery = {
    id: deliveryId(bucket.name, key, object),
    configurationId,
    taskId,
    taskName: task.taskName.S,
    bucket: bucket.name,
    fileName,
    versionId: object.versionId,
    ...report,
  };
  await record(delivery);
  count(counts, configurationId, { deliveries: 1 });
  await attempt(delivery, configuration, counts);
}

/** What a report is, and the last part of it, where a zip has its end record. */
async function lookUp(bucket, key, versionId) {
  const object = await s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      Range: `bytes=-${TAIL_BYTES}`,
    }),
  );
  const tail = Buffer.from(await object.Body.transformToByteArray());
  const whole = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') >= 0;
  return {
    sizeBytes: Number(/\/(\d+)$/.exec(object.ContentRange)[1]),
    lines: Number(object.Metadata['number-of-lines']),
    error: object.Metadata.error ?? (whole ? '' : 'The report is no zip archive.'),
  };
}

async function record(delivery) {
  const now = new Date();
  await put(
    env.DELIVERIES_TABLE,
    {
      id: { S: delivery.id },
      item: { S: 'delivery' },
      taskId: { N: delivery.taskId },
      bucket: { S: delivery.bucket },
      fileName: { S: delivery.fileName },
      fileSizeInBytes: { N: String(delivery.sizeBytes) },
      createdAt: { S: now.toISOString() },
      status: { S: 'PENDING' },
      dueShard: { N: String(shard(delivery.id, 8)) },
      listShard: { N: String(shard(delivery.id, 4)) },
      round: { N: '1' },
      attempt: { N: '0' },
      expiresAt: { N: String(seconds(now) + KEPT_SECONDS) },
      configurationId: { S: delivery.configurationId },
      versionId: { S: delivery.versionId },
      dueAt: { S: now.toISOString() },
      writtenBy: { S: randomUUID() },
    },
    'attribute_not_exists(#id)',
    { '#id': 'id' },
  );
  log('delivery.recorded', { deliveryId: delivery.id, taskId: delivery.taskId });
}

async function attempt(delivery, configuration, counts) {
  const now = new Date();
  const leasedUntil = new Date(now.getTime() + LEASE_MILLIS).toISOString();
  await claim(delivery, now, leasedUntil);
  const token = randomUUID();
  const validUntil = new Date((seconds(now) + DAY_SECONDS) * 1000);
  await issueLink(delivery, token, validUntil);
  const key = await open(configuration);
  const body = payload(delivery, token, validUntil);
  const status = await post(configuration.url.S, headers(delivery.id, seconds(now), key, body), body);
  const delivered = status >= 200 && status < 300;
  await complete(delivery, { now, leasedUntil, status, delivered });
  log('attempt.delivered', { deliveryId: delivery.id, statusCode: status });
  count(counts, delivery.configurationId, {
    attemptsDelivered: delivered ? 1 : 0,
    delivered: delivered ? 1 : 0,
  });
}

async function claim(delivery, now, leasedUntil) {
  await update(
    delivery.id,
    'SET #leasedUntil = :leasedUntil, #dueAt = :leasedUntil, #claimedBy = :claimedBy, #numberOfLines = :lines',
    '#status = :pending AND #dueAt <= :now AND #round = :round AND #attempt = :attempt' +
      ' AND (attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)',
    {
      ':leasedUntil': { S: leasedUntil },
      ':claimedBy': { S: randomUUID() },
      ':lines': { N: String(delivery.lines) },
      ':now': { S: now.toISOString() },
      ':pending': { S: 'PENDING' },
      ':round': { N: '1' },
      ':attempt': { N: '0' },
    },
  );
}

async function issueLink(delivery, token, validUntil) {
  await put(
    env.DOWNLOAD_LINKS_TABLE,
    {
      tokenHash: { S: createHash('sha256').update(token).digest('hex') },
      deliveryId: { S: delivery.id },
      bucket: { S: delivery.bucket },
      taskId: { N: delivery.taskId },
      fileName: { S: delivery.fileName },
      validUntil: { S: validUntil.toISOString() },
      revoked: { BOOL: false },
      expiresAt: { N: String(seconds(validUntil) + 30 * DAY_SECONDS) },
      versionId: { S: delivery.versionId },
    },
    'attribute_not_exists(#tokenHash)',
    { '#tokenHash': 'tokenHash' },
  );
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

async function complete(delivery, { now, leasedUntil, status, delivered }) {
  await put(
    env.DELIVERIES_TABLE,
    {
      id: { S: delivery.id },
      item: { S: 'attempt#0001#0001' },
      round: { N: '1' },
      number: { N: '1' },
      startedAt: { S: now.toISOString() },
      durationMillis: { N: String(Date.now() - now.getTime()) },
      outcome: { S: delivered ? 'DELIVERED' : 'REJECTED' },
      statusCode: { N: String(status) },
      leasedUntil: { S: leasedUntil },
      expiresAt: { N: String(seconds(now) + KEPT_SECONDS) },
    },
    'attribute_not_exists(#id) OR #leasedUntil <= :lease',
    { '#id': 'id', '#leasedUntil': 'leasedUntil' },
    { ':lease': { S: leasedUntil } },
  );
  await update(
    delivery.id,
    'SET #status = :status, #dueAt = :dueAt, #round = :round, #attempt = :made, #completedLease = :lease' +
      ' REMOVE #leasedUntil, #claimedBy',
    '#leasedUntil = :lease AND #round = :round AND #attempt = :attempt',
    {
      ':status': { S: delivered ? 'DELIVERED' : 'PENDING' },
      ':dueAt': { S: new Date(Date.now() + LINK_UNUSED_MILLIS).toISOString() },
      ':round': { N: '1' },
      ':made': { N: '1' },
      ':lease': { S: leasedUntil },
      ':attempt': { N: '0' },
    },
  );
  if (!delivered) {
    await remind(delivery.id);
  }
}

/** Not for a receiver that answers well, so it is loaded only then. */
async function remind(id) {
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  await new SQSClient(settings).send(
    new SendMessageCommand({
      QueueUrl: env.DUE_ATTEMPTS_QUEUE_URL,
      DelaySeconds: 5,
      MessageBody: JSON.stringify({ deliveryId: id }),
    }),
  );
}

function count(counts, configurationId, more) {
  const now = new Date().toISOString();
  for (const series of ['all', configurationId]) {
    for (const bucket of [`H${now.slice(0, 13)}`, `D${now.slice(0, 10)}`]) {
      const slot = counts.get(`${series} ${bucket}`) ?? { series, bucket, numbers: {} };
      for (const [name, number] of Object.entries(more)) {
        slot.numbers[name] = (slot.numbers[name] ?? 0) + number;
      }
      counts.set(`${series} ${bucket}`, slot);
    }
  }
}

async function addCounts(counts) {
  await Promise.all([...counts.values()].map(addCount));
}

function addCount({ series, bucket, numbers }) {
  const names = Object.keys(numbers);
  return dynamoDb.send(
    new UpdateItemCommand({
      TableName: env.STATISTICS_TABLE,
      Key: { series: { S: series }, bucket: { S: bucket } },
      UpdateExpression: `SET #expiresAt = :expiresAt ADD ${names.map((n) => `#${n} :${n}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(
        ['expiresAt', ...names].map((n) => [`#${n}`, n]),
      ),
      ExpressionAttributeValues: {
        ':expiresAt': { N: String(seconds(new Date()) + KEPT_SECONDS) },
        ...Object.fromEntries(names.map((n) => [`:${n}`, { N: String(numbers[n]) }])),
      },
    }),
  );
}

async function get(table, key) {
  return (
    await dynamoDb.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))
  ).Item;
}

async function put(table, item, condition, names, values) {
  await dynamoDb.send(
    new PutItemCommand({
      TableName: table,
      Item: item,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
}

async function update(id, expression, condition, values) {
  const names = new Set((expression + condition).match(/#[A-Za-z]+/g));
  await dynamoDb.send(
    new UpdateItemCommand({
      TableName: env.DELIVERIES_TABLE,
      Key: { id: { S: id }, item: { S: 'delivery' } },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries([...names].map((n) => [n, n.slice(1)])),
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
}

function deliveryId(bucket, key, object) {
  const upload = object.versionId ? `version ${object.versionId}` : `sequencer ${object.sequencer}`;
  const parts = [bucket, key, upload].map((part) => `${part.length}:${part}`).join('');
  return `dlv_${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}

/** As java.lang.String has it. */
function shard(id, shards) {
  let hash = 0;
  for (const character of id) {
    hash = (Math.imul(31, hash) + character.charCodeAt(0)) | 0;
  }
  return ((hash % shards) + shards) % shards;
}

function seconds(instant) {
  return Math.floor(instant.getTime() / 1000);
}

function log(event, fields) {
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'INFO', event, ...fields }));
}
