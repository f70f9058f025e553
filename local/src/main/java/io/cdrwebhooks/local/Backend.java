package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;

/// The services that the local system has its reports, messages and records in: S3, SQS and
/// DynamoDB, with the bucket and the queues made, and the bucket telling the queue of arrivals.
interface Backend extends AutoCloseable {
  AwsAccess access();

  String bucket();

  /// Of one of [LocalQueues#ALL], or of its dead letters.
  String queueUrl(String queue);

  /// The tables may be missing.
  TableNames tables();

  default URI url(AwsService service) {
    return Objects.requireNonNull(access().endpoints().get(service), service::name);
  }

  /// Runs this once if the tables are lost before this is closed; never for services that are not
  /// of this process.
  default void whenTablesAreLost(Runnable told) {}

  @Override
  void close();

  /// Starts one.
  @FunctionalInterface
  interface Source {
    Backend open() throws IOException, InterruptedException;
  }
}
