package io.cdrwebhooks.local;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;

/// The services in which the local system stores its reports, messages and records: S3, SQS and
/// DynamoDB. Its bucket and queues exist, and the bucket sends events of new reports to the queue.
interface Backend extends AutoCloseable {
  AwsAccess access();

  String bucket();

  /// Returns the URL of one of [LocalQueues#ALL], or of its dead-letter queue.
  String queueUrl(String queue);

  /// Returns the names of the tables, which may be missing.
  TableNames tables();

  default URI url(AwsService service) {
    return Objects.requireNonNull(access().endpoints().get(service), service::name);
  }

  /// Runs `action` once if the tables are lost before this backend is closed. A backend outside
  /// this process never calls it.
  default void whenTablesAreLost(Runnable action) {}

  @Override
  void close();

  @FunctionalInterface
  interface Source {
    Backend open() throws IOException, InterruptedException;
  }
}
