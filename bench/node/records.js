// What is stored of lanes, deliveries, attempts, links and counts, as the Java function stores it.
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
const LANE_MILLIS = 60_000;
const CLOCKS_APART_MILLIS = 2_000;
const DUE_SHARDS = 12;
const LANE_SHARDS = 4;
const LINK_UNUSED_MILLIS = DAY_SECONDS * 1000;

const dynamoDb = new DynamoDBClient({
  ...settings,
  endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
});

/** Takes a lane that nobody holds. */
async function takeLane(configurationId, now) {
  const lane = { id: `lane_${configurationId}`, holder: randomUUID() };
  const leasedUntil = { S: new Date(now.getTime() + LANE_MILLIS).toISOString() };
  const { Attributes: taken } = await update(
    { id: { S: lane.id }, item: { S: 'lane' } },
    'SET #holder = :holder, #leasedUntil = :leasedUntil, #dueAt = :leasedUntil, #dueShard = :dueShard,' +
      ' #expiresAt = :expiresAt',
    '(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)' +
      ' AND (attribute_not_exists(#probeAt) OR #probeAt <= :soon)',
    {
      ':holder': { S: lane.holder },
      ':leasedUntil': leasedUntil,
      ':dueShard': { N: String(DUE_SHARDS - 1 - shard(configurationId, LANE_SHARDS)) },
      ':expiresAt': { N: String(seconds(now) + KEPT_SECONDS) },
      ':now': { S: now.toISOString() },
      ':soon': { S: new Date(now.getTime() + CLOCKS_APART_MILLIS).toISOString() },
    },
    'ALL_OLD',
  );
  return { ...lane, wokenAt: taken?.wokenAt?.S };
}

/** Gives a lane back in which nothing waits. */
async function giveBackLane({ id, holder, wokenAt }) {
  await update(
    { id: { S: id }, item: { S: 'lane' } },
    'REMOVE #leasedUntil, #holder, #dueAt',
    `#holder = :me AND ${wokenAt ? '#wokenAt = :seen' : 'attribute_not_exists(#wokenAt)'}`,
    { ':me': { S: holder }, ...(wokenAt ? { ':seen': { S: wokenAt } } : {}) },
    'ALL_OLD',
  );
}

/** A delivery that was recorded. */
async function find(id) {
  const item = await get(env.DELIVERIES_TABLE, { id: { S: id }, item: { S: 'delivery' } });
  if (item.status.S !== 'PENDING') {
    throw new Error(`nothing is to be sent of ${id}`);
  }
  return {
    id,
    configurationId: item.configurationId.S,
    taskId: item.taskId.N,
    bucket: item.bucket.S,
    fileName: item.fileName.S,
    versionId: item.versionId?.S,
    sizeBytes: Number(item.fileSizeInBytes.N),
    lines: Number(item.numberOfLines.N),
    error: item.error?.S ?? '',
  };
}

/** Claims the first attempt. */
async function claim(delivery, now, leasedUntil) {
  await update(
    { id: { S: delivery.id }, item: { S: 'delivery' } },
    'SET #leasedUntil = :leasedUntil, #claimedBy = :claimedBy, #numberOfLines = :lines REMOVE #error',
    '#status = :pending AND #dueAt <= :now AND #round = :round AND #attempt = :attempt' +
      ' AND (attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)',
    {
      ':leasedUntil': { S: leasedUntil },
      ':claimedBy': { S: randomUUID() },
      ':lines': { N: String(delivery.lines) },
      ':pending': { S: 'PENDING' },
      ':now': { S: now.toISOString() },
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
      ...(delivery.versionId ? { versionId: { S: delivery.versionId } } : {}),
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
    { id: { S: delivery.id }, item: { S: 'delivery' } },
    'SET #status = :status, #dueAt = :dueAt, #dueShard = :dueShard, #round = :round, #attempt = :made,' +
      ' #completedLease = :lease REMOVE #leasedUntil, #claimedBy, #inLane',
    '#leasedUntil = :lease AND #round = :round AND #attempt = :attempt',
    {
      ':status': { S: delivered ? 'DELIVERED' : 'PENDING' },
      ':dueAt': { S: new Date(Date.now() + LINK_UNUSED_MILLIS).toISOString() },
      ':dueShard': { N: String(shard(delivery.id, 8)) },
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

async function update(key, expression, condition, values, returned = 'NONE') {
  const names = new Set((expression + condition).match(/#[A-Za-z]+/g));
  return dynamoDb.send(
    new UpdateItemCommand({
      TableName: env.DELIVERIES_TABLE,
      Key: key,
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries([...names].map((n) => [n, n.slice(1)])),
      ExpressionAttributeValues: values,
      ReturnValues: returned,
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

module.exports = {
  takeLane,
  giveBackLane,
  find,
  claim,
  get,
  issueLink,
  complete,
  count,
  addCounts,
};
