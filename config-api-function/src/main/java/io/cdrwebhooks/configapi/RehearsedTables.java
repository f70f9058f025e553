package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.dynamodb.RehearsedReads;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Tallied;
import io.cdrwebhooks.statistics.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// AWS as the API's rehearsal meets it: a configuration, the task that uses it, a delivery with its
/// attempts, and what was counted of that. The configuration's lane was not used yet. Every write
/// succeeds.
final class RehearsedTables {
  static final ConfigurationId CONFIGURATION = ConfigurationId.of(new UUID(0, 0));
  static final TaskId TASK = new TaskId(1);

  private static final String NOTHING = "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}";

  private final TableNames tables;
  private final CdrTask task =
      new CdrTask(TASK, "Rehearsal", Optional.of(CONFIGURATION), new Revision(1));
  private final WebhookConfiguration configuration;
  private final Delivery delivery;
  private final List<Attempt> attempts;
  private final Tallied counted;

  /// `receiver` is where the configuration's receiver is.
  RehearsedTables(TableNames tables, ReceiverUrl receiver, Instant now) {
    this.tables = tables;
    SealedSignature sealed = new SealedSignature("rehearsal", "c2VhbGVk");
    this.configuration =
        new WebhookConfiguration(
            CONFIGURATION,
            "Rehearsal",
            receiver,
            SignaturePeriods.first(sealed, "", now),
            true,
            SendLimits.STANDARD,
            ReceiverHealth.GOOD,
            now,
            now,
            new Revision(1));
    RehearsedDelivery told = new RehearsedDelivery(task, configuration, now);
    this.delivery = told.delivery();
    this.attempts = told.attempts();
    Tally tally = new Tally(() -> now);
    tally.recorded(delivery);
    attempts.forEach(attempt -> tally.attempted(delivery, attempt));
    tally.moved(delivery, delivery.status());
    tally.linkFollowed(delivery);
    this.counted = tally.drain();
  }

  Answer answer(Request request) {
    return Answer.json(
        switch (request.operation()) {
          case "Scan" ->
              asks(tables.cdrTasks(), request)
                  ? RehearsedReads.listed(task)
                  : RehearsedReads.listed(configuration);
          case "Query" -> listed(request);
          case "GetItem" -> item(request);
          case "BatchGetItem" ->
              asks(tables.statistics(), request)
                  ? RehearsedReads.together(tables, counted)
                  : RehearsedReads.together(tables, delivery);
          case "Encrypt" -> "{\"KeyId\":\"rehearsal\",\"CiphertextBlob\":\"c2VhbGVk\"}";
          default -> "{}";
        });
  }

  private String listed(Request request) {
    if (asks(tables.statistics(), request)) {
      return RehearsedReads.listed(counted);
    }
    if (!request.body().contains("\"IndexName\"")) {
      return RehearsedReads.listed(delivery, attempts);
    }
    return isOfLaterShard(request) ? NOTHING : RehearsedReads.listed(delivery);
  }

  /// Some lists are made of several shards, which are numbers: a delivery stands in one of them.
  private static boolean isOfLaterShard(Request request) {
    return request.body().contains("{\"N\":\"") && !request.body().contains("{\"N\":\"0\"}");
  }

  private String item(Request request) {
    if (asks(tables.cdrTasks(), request)) {
      return RehearsedReads.answer(task);
    }
    if (request.body().contains("\"lane_")) {
      return "{}";
    }
    return asks(tables.deliveries(), request)
        ? RehearsedReads.answer(delivery)
        : RehearsedReads.answer(configuration);
  }

  private static boolean asks(String table, Request request) {
    return request.body().contains('"' + table + '"');
  }
}
