package io.cdrwebhooks.bench.load;

import static java.util.stream.Collectors.toMap;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.throughput.RecordedRequests;
import io.cdrwebhooks.bench.throughput.RecordedRequests.Timed;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.local.LocalQueues;
import io.cdrwebhooks.local.lambda.LocalFunction;
import io.cdrwebhooks.local.lambda.QueuePoller;
import io.cdrwebhooks.local.lambda.QueuePoller.Batches;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/// A local system without dispatch. For each upload it repeats the requests that dispatch made for
/// one report, one after the other, and then POSTs. This measures the time that the emulators and
/// the SDK need.
final class EmulatorsAlone implements AutoCloseable {
  private static final Pattern FILE = Pattern.compile("[0-9]{6}\\.zip");

  /// Ids of deliveries and hashes of tokens, without their last digits.
  private static final Pattern IDS = Pattern.compile("(dlv_[0-9a-f]{26}|[0-9a-f]{58})[0-9a-f]{6}");

  private final LoadedSystem system;
  private final AwsClients clients;
  private final Receiver receiver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<SdkRequest> ofArrival = new ArrayList<>();
  private final List<SdkRequest> beforePost = new ArrayList<>();
  private final List<SdkRequest> afterPost = new ArrayList<>();
  private final List<QueuePoller> pollers;

  /// Starts the emulators, and records the requests of a report for `receiver` of another system.
  EmulatorsAlone(Workbench workbench, LoadedSystem recorded, TaskId task, Receiver itsReceiver)
      throws IOException, InterruptedException {
    record(recorded, task, itsReceiver);
    system = new LoadedSystem(workbench, "alone", false);
    clients = system.system.clients();
    receiver = system.receiver(task, Optional.of(Duration.ZERO), SendLimits.STANDARD);
    pollers =
        List.of(
            poller(LocalQueues.ARRIVALS, this::arrive, new Batches(10, 20)),
            poller(LocalQueues.DUE_ATTEMPTS, this::deliver, new Batches(1, 200)));
  }

  private void record(LoadedSystem recorded, TaskId task, Receiver itsReceiver)
      throws InterruptedException {
    List<Timed> made =
        RecordedRequests.of(
            soFar -> {
              var _ = recorded.probe(task, itsReceiver, 1, 1);
              // The second deletion removes the message of the lane, at the end of its turn.
              LoadedSystem.await(
                  "worked off",
                  2,
                  () -> (int) soFar.stream().filter(EmulatorsAlone::isDeletion).count());
            });
    long posted =
        itsReceiver.receipts.values().stream().mapToLong(each -> each).max().orElseThrow();
    List<SdkRequest> part = ofArrival;
    for (Timed each : made) {
      switch (each.request()) {
        case SendMessageRequest send when isForLanes(send.queueUrl()) -> part = beforePost;
        case SendMessageBatchRequest send when isForLanes(send.queueUrl()) -> part = beforePost;
        case PutObjectRequest _, SqsRequest _ -> {}
        case SdkRequest other -> (each.nanos() > posted ? afterPost : part).add(other);
      }
    }
  }

  private static boolean isForLanes(String queueUrl) {
    return queueUrl.endsWith("/" + LocalQueues.DUE_ATTEMPTS);
  }

  private static boolean isDeletion(Timed made) {
    return made.request() instanceof DeleteMessageBatchRequest;
  }

  double[] probe(TaskId task, int count, int perSecond) throws InterruptedException {
    return system.probe(task, receiver, count, perSecond);
  }

  private QueuePoller poller(String queue, Consumer<String> work, Batches batches) {
    RequestStreamHandler handler =
        (in, out, _) -> {
          String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          List<String> files = FILE.matcher(event).results().map(MatchResult::group).toList();
          var _ =
              Overlapped.eachToTheEnd(
                  files,
                  file -> {
                    work.accept(file);
                    return file;
                  });
          out.write("{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
        };
    LocalFunction function = new LocalFunction(queue, handler, Duration.ofMinutes(2));
    return new QueuePoller(
        clients.sqs(), system.system.queueUrl(queue), function, batches, system.inputs.log());
  }

  private void arrive(String file) {
    repeat(ofArrival, file);
    var _ =
        clients
            .sqs()
            .sendMessage(
                send ->
                    send.queueUrl(system.system.queueUrl(LocalQueues.DUE_ATTEMPTS))
                        .messageBody(file));
  }

  private void deliver(String file) {
    repeat(beforePost, file);
    HttpRequest post =
        HttpRequest.newBuilder(receiver.url())
            .POST(HttpRequest.BodyPublishers.ofString("{\"fileName\":\"" + file + "\"}"))
            .build();
    var _ = http.sendAsync(post, HttpResponse.BodyHandlers.discarding()).join();
    repeat(afterPost, file);
  }

  private void repeat(List<SdkRequest> requests, String file) {
    for (SdkRequest request : requests) {
      try {
        var _ = RecordedRequests.repeat(clients, (SdkRequest) about(file, request));
      } catch (ConditionalCheckFailedException e) {
        // Two reports have one lane at the same time.
      }
    }
  }

  /// Returns the request, or a part of it, with the names and ids of another report.
  private static Object about(String file, Object part) {
    return switch (part) {
      case String text -> {
        String ofFile = FILE.matcher(text).replaceAll(file);
        yield IDS.matcher(ofFile).replaceAll("$1" + file.substring(0, 6));
      }
      case SdkAutoConstructList<?> unset -> unset;
      case SdkAutoConstructMap<?, ?> unset -> unset;
      case List<?> list -> list.stream().map(each -> about(file, each)).toList();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(toMap(Map.Entry::getKey, each -> about(file, each.getValue())));
      case SdkPojo whole when whole instanceof ToCopyableBuilder<?, ?> copyable -> {
        var copy = copyable.toBuilder();
        for (SdkField<?> field : whole.sdkFields()) {
          Object value = field.getValueOrDefault(whole);
          if (value != null) {
            field.set(copy, about(file, value));
          }
        }
        yield copy.build();
      }
      default -> part;
    };
  }

  @Override
  public void close() {
    pollers.forEach(QueuePoller::stop);
    pollers.forEach(QueuePoller::close);
    http.close();
    system.close();
  }
}
