'use strict';

const { NodeHttpHandler } = require('@smithy/node-http-handler');

const env = process.env;

// All that the SDK would else look for in files and in the metadata service is said here.
module.exports = {
  region: env.AWS_REGION,
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    sessionToken: env.AWS_SESSION_TOKEN,
  },
  maxAttempts: 3,
  retryMode: 'standard',
  defaultsMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 2000, requestTimeout: 3000 }),
};
