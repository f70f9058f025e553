// What is stored of deliveries, attempts, links and counts, as the Java function stores it.
'use strict';

const { createHash, randomUUID } = require('node:crypto');
const {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} = require('@aws-sdk/client-dynamodb');
const settings = require('./settings');

const env = process.env;
const DAY_SECONDS = 24 * 60 * 60;
const KEPT_SECONDS = 90 * DAY_SECONDS;
const LINK_UNUSED_MILLIS = DAY_SECONDS * 1000;

const dynamoDb = new DynamoDBClient({
  ...settings,
  endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
});

/** Records a delivery together with the claim of its first attempt. */
async function record(delivery, now, leasedUntil) {
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
      numberOfLines: { N: String(delivery.lines) },
      leasedUntil: { S: leasedUntil },
      dueAt: { S: leasedUntil },
      writtenBy: { S: randomUUID() },
    },
    'attribute_not_exists(#id)',
    { '#id': 'id' },
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

module.exports = { get, record, issueLink, complete, count, addCounts };
