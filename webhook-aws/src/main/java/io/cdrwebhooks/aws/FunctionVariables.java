package io.cdrwebhooks.aws;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The values of a function's [FunctionVariable]s, and of the variables that Lambda sets.
public record FunctionVariables(Map<String, String> values) {
  public FunctionVariables {
    values = Map.copyOf(values);
  }

  /// Returns the value of a variable that the function requires.
  ///
  /// @throws IllegalArgumentException naming the variable if it is missing or blank
  public String required(FunctionVariable variable) {
    String value = get(variable, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(variable + " must be set");
    }
    return value;
  }

  /// Returns the value of a variable, or this one if it is missing.
  public String get(FunctionVariable variable, String otherwise) {
    return values.getOrDefault(variable.name(), otherwise);
  }

  /// Returns the value of a variable; empty if it is missing.
  public Optional<String> optional(FunctionVariable variable) {
    return Optional.ofNullable(values.get(variable.name()));
  }

  /// Returns whether the variable is exactly `true`: a missing or misspelt switch stays off.
  public boolean isTrue(FunctionVariable variable) {
    return get(variable, "").equals("true");
  }

  /// Returns the names of all tables.
  public TableNames tables() {
    return tables(FunctionVariable.values());
  }

  /// Returns the names of the tables that the function uses; the names of the others are empty.
  public TableNames tables(FunctionVariable... used) {
    List<FunctionVariable> variables = List.of(used);
    return new TableNames(
        table(FunctionVariable.WEBHOOK_CONFIGURATIONS_TABLE, variables),
        table(FunctionVariable.CDR_TASKS_TABLE, variables),
        table(FunctionVariable.DELIVERIES_TABLE, variables),
        table(FunctionVariable.DOWNLOAD_LINKS_TABLE, variables),
        table(FunctionVariable.STATISTICS_TABLE, variables),
        table(FunctionVariable.CHANGES_TABLE, variables));
  }

  private String table(FunctionVariable variable, List<FunctionVariable> used) {
    return used.contains(variable) ? required(variable) : "";
  }

  public WorkQueues workQueues() {
    return new WorkQueues(
        URI.create(required(FunctionVariable.DUE_ATTEMPTS_QUEUE_URL)),
        URI.create(required(FunctionVariable.BACKGROUND_WORK_QUEUE_URL)));
  }

  /// Reads whether receivers may be called without TLS, which addresses are refused, and which
  /// hosts are allowed.
  ///
  /// @throws IllegalArgumentException naming the variable that cannot be read
  public ReceiverRules receiverRules() {
    List<AddressBlock> refused = read(FunctionVariable.REFUSED_ADDRESS_BLOCKS, AddressBlock::list);
    boolean http = isTrue(FunctionVariable.HTTP_RECEIVERS_ALLOWED);
    return read(
        FunctionVariable.ALLOWED_RECEIVER_HOSTS,
        hosts -> new ReceiverRules(http, false, refused, ReceiverRules.hosts(hosts)));
  }

  private <T> T read(FunctionVariable variable, Function<String, T> reader) {
    try {
      return reader.apply(get(variable, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
    }
  }

  public AwsAccess awsAccess() {
    return AwsAccess.fromEnvironment(values);
  }
}
