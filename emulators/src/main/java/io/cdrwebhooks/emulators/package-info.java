/// Emulates AWS on one machine, for the tests of every module and for the local system. S3
/// (S3Proxy), SQS (ElasticMQ) and DynamoDB (Dynalite) listen on 127.0.0.1. Tests get them from
/// `AwsEndpoints` in the test-jar.
@NullMarked
package io.cdrwebhooks.emulators;

import org.jspecify.annotations.NullMarked;
