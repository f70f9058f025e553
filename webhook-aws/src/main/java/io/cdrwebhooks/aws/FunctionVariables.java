package io.cdrwebhooks.aws;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The environment variables that a deployment gives a function.
public record FunctionVariables(Map<String, String> values) {
  /// Optional: blocks of addresses that receivers must not have, in addition to all addresses that
  /// are not public. Example: `203.0.113.0/24,2001:db8::/32`.
  private static final String REFUSED_ADDRESS_BLOCKS = "REFUSED_ADDRESS_BLOCKS";

  /// Optional: the only hosts that receivers may have. Example: `a.example.com,*.example.org`.
  private static final String ALLOWED_RECEIVER_HOSTS = "ALLOWED_RECEIVER_HOSTS";

  public FunctionVariables {
    values = Map.copyOf(values);
  }

  /// Returns the value of a variable that the function requires.
  ///
  /// @throws IllegalArgumentException naming the variable if it is missing or blank
  public String required(String name) {
    String value = values.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must be set");
    }
    return value;
  }

  /// Returns whether the variable is exactly `true`: a missing or misspelt switch stays off.
  public boolean isTrue(String name) {
    return values.getOrDefault(name, "").equals("true");
  }

  public TableNames tables() {
    return new TableNames(
        required("WEBHOOK_CONFIGURATIONS_TABLE"),
        required("CDR_TASKS_TABLE"),
        required("DELIVERIES_TABLE"),
        required("DOWNLOAD_LINKS_TABLE"),
        required("STATISTICS_TABLE"),
        required("CHANGES_TABLE"));
  }

  public WorkQueues workQueues() {
    return new WorkQueues(
        URI.create(required("DUE_ATTEMPTS_QUEUE_URL")),
        URI.create(required("BACKGROUND_WORK_QUEUE_URL")));
  }

  /// Reads whether receivers may be called without TLS, which addresses are refused, and which
  /// hosts are allowed.
  ///
  /// @throws IllegalArgumentException naming the variable that cannot be read
  public ReceiverRules receiverRules() {
    List<AddressBlock> refused = read(REFUSED_ADDRESS_BLOCKS, AddressBlock::list);
    boolean http = isTrue("HTTP_RECEIVERS_ALLOWED");
    return read(
        ALLOWED_RECEIVER_HOSTS,
        hosts -> new ReceiverRules(http, false, refused, ReceiverRules.hosts(hosts)));
  }

  private <T> T read(String name, Function<String, T> reader) {
    try {
      return reader.apply(values.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  public AwsAccess awsAccess() {
    return AwsAccess.fromEnvironment(values);
  }
}
