/// AWS on one machine, for the tests of every module and for the local system: S3 (S3Proxy), SQS
/// (ElasticMQ) and DynamoDB (Dynalite), each on 127.0.0.1. Start with [AwsEndpoints] in tests, with
/// the three emulators in an application.
@NullMarked
package io.cdrwebhooks.emulators;

import org.jspecify.annotations.NullMarked;
