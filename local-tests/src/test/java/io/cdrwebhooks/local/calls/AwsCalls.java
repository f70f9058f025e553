package io.cdrwebhooks.local.calls;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Records the AWS calls of the functions while the tests of this module run, as lines of
/// `build-support/calls.txt`.
///
/// The SDK adds it to every client, since a file of this module's tests names it. The stack shows
/// which handler makes a call; calls of tests and of the local system itself are left out.
public final class AwsCalls implements ExecutionInterceptor {
  private static final Set<String> MADE = new ConcurrentSkipListSet<>();

  private static final String DISPATCH = "io.cdrwebhooks.dispatch.";
  private static final String SCHEDULE = DISPATCH + "ScheduleHandler";

  private static final List<String> TABLES = TableNames.withPrefix("").all();

  private static final List<String> QUEUES =
      Stream.of("report-arrivals", "due-attempts", "background-work")
          .flatMap(queue -> Stream.of(queue, queue + "-dlq"))
          .toList();

  /// Calls that only the function of the schedules makes, on separate threads.
  private static final List<String> SCHEDULED =
      List.of(SCHEDULE, DISPATCH + "sweep.Sweep", DISPATCH + "jobs.Reconciliation");

  /// All calls until now.
  public static Set<String> made() {
    return Set.copyOf(MADE);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    for (String handler : handler().stream().toList()) {
      lines(service.toLowerCase(Locale.ROOT), operation, context.request())
          .forEach(call -> MADE.add(handler + ": " + call));
    }
  }

  private static Optional<String> handler() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .flatMap(AwsCalls::handlerOf)
                    .reduce((_, outermost) -> outermost));
  }

  private static Stream<String> handlerOf(String className) {
    if (SCHEDULED.stream().anyMatch(className::startsWith)) {
      return Stream.of(SCHEDULE);
    }
    if (className.startsWith(DISPATCH)) {
      return Stream.of(DISPATCH + "DispatchHandler");
    }
    if (className.startsWith("io.cdrwebhooks.configapi.")) {
      return Stream.of("io.cdrwebhooks.configapi.ConfigApiHandler");
    }
    if (className.startsWith("io.cdrwebhooks.receiverrequest.")) {
      return Stream.of("io.cdrwebhooks.receiverrequest.ReceiverRequestHandler");
    }
    return className.startsWith("io.cdrwebhooks.downloadlink.")
        ? Stream.of("io.cdrwebhooks.downloadlink.DownloadLinkHandler")
        : Stream.empty();
  }

  private static Stream<String> lines(String service, String operation, SdkRequest request) {
    if (operation.startsWith("SendMessage")) {
      return request
          .getValueForField("QueueUrl", String.class)
          .flatMap(url -> QUEUES.stream().filter(url::endsWith).findFirst())
          .map(queue -> service + " " + operation + " " + queue)
          .stream();
    }
    if (!service.equals("dynamodb")) {
      return Stream.of(service + " " + operation + " -");
    }
    if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.transactItems().stream().map(AwsCalls::line);
    }
    boolean isOfIndex = request.getValueForField("IndexName", String.class).isPresent();
    return tables(request)
        .map(table -> "dynamodb " + (isOfIndex ? "index" : operation) + " " + table);
  }

  /// Each part of a transaction needs the permission of the same single write.
  private static String line(TransactWriteItem part) {
    if (part.put() != null) {
      return "dynamodb PutItem " + withoutPrefix(part.put().tableName());
    }
    if (part.update() != null) {
      return "dynamodb UpdateItem " + withoutPrefix(part.update().tableName());
    }
    return part.delete() != null
        ? "dynamodb DeleteItem " + withoutPrefix(part.delete().tableName())
        : "dynamodb ConditionCheckItem " + withoutPrefix(part.conditionCheck().tableName());
  }

  private static Stream<String> tables(SdkRequest request) {
    Optional<String> table = request.getValueForField("TableName", String.class);
    Stream<String> names =
        table.isPresent()
            ? table.stream()
            : request.getValueForField("RequestItems", Map.class).stream()
                .flatMap(items -> ((Map<?, ?>) items).keySet().stream())
                .map(String::valueOf);
    return names.map(AwsCalls::withoutPrefix);
  }

  /// Tests that share a backend use separate tables.
  private static String withoutPrefix(String table) {
    return TABLES.stream().filter(table::endsWith).findFirst().orElse(table);
  }
}
