package io.cdrwebhooks.simulation;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.s3.S3PresignedUrls;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Receivers that follow links of reports which they accepted before the run, and the product's
/// function that answers them.
final class LinkFollowers {
  /// How many links the function answers at once: a tenth of those in a second.
  private static final int CONCURRENCY = 100;

  private final Timeline time;
  private final StoredRecords records;
  private final DownloadLinkHandler.Stores stores;
  private final S3PresignedUrls urls =
      new S3PresignedUrls(
          new AwsClients(
                  AwsAccess.fromEnvironment(Map.of("AWS_REGION", "eu-central-1")).rehearsed())
              .s3Presigner());
  private final List<DeliveryId> followed = new ArrayList<>();
  final List<Duration> answers = new ArrayList<>();
  private int running;
  int refused;

  LinkFollowers(Timeline time, StoredRecords records) {
    this.time = time;
    this.records = records;
    this.stores = records.ofLinks();
  }

  /// Lets so many links a second be followed between two instants, each report's once.
  void follow(List<Receiver> receivers, int perSecond, Instant from, Instant until) {
    long millis = Duration.between(from, until).toMillis();
    for (int i = 0; i < perSecond * millis / 1_000; i++) {
      Receiver receiver = receivers.get(i % receivers.size());
      Delivery delivery =
          Samples.delivery(Samples.report(receiver.task), receiver.id, Timeline.START);
      AccessToken token = Samples.token();
      DownloadLink link =
          DownloadLink.issue(token, delivery.id(), delivery.report(), Timeline.START);
      records.addDelivered(delivery, link);
      followed.add(delivery.id());
      time.at(
          from.plusMillis(time.between(0, millis - 1)),
          () -> follow(CallbackUrls.PATH + token.reveal()));
    }
  }

  private void follow(String path) {
    if (running == CONCURRENCY) {
      refused++;
      return;
    }
    running++;
    Instant askedAt = time.now();
    Invocation process = new Invocation(time, _ -> null, 0, _ -> running--);
    process.start(
        (_, _) -> {
          boolean isAnswered = answer(path, process).contains("\"statusCode\":302");
          refused += isAnswered ? 0 : 1;
          answers.add(Duration.between(askedAt, time.now()));
        },
        _ -> process.finish());
  }

  private String answer(String path, Invocation process) {
    String event =
        """
        {"version": "2.0", "rawPath": "%s",
         "requestContext": {"http": {"method": "GET", "sourceIp": "192.0.2.7"}}}
        """
            .formatted(path);
    EventLog unheard = new EventLog(process::now, _ -> {});
    InputStream request = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      new DownloadLinkHandler(stores, urls, process::now, unheard)
          .handleRequest(request, answer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /// Returns how many links were followed, but are still due to be checked.
  long stillDue() {
    return followed.stream()
        .flatMap(id -> records.deliveries.find(id).stream())
        .filter(each -> each.progress().dueAt().isPresent())
        .count();
  }
}
