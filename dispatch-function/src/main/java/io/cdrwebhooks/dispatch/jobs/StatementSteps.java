package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.statement.StatementPart;
import io.cdrwebhooks.statement.StatementWriter;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// The steps of the job that creates the daily statements of a configuration. Each step creates one
/// part.
///
/// The last stored part shows where the next one continues, so a repeated step does no harm, and
/// later steps create missed days. The step after the last part of a day announces it to a receiver
/// that wants notices. After the last finished day, the job waits for the end of the next one.
/// While the configuration allows no requests from receivers, the job creates nothing and checks
/// once a day. It ends when the configuration is deleted.
record StatementSteps(DispatchStores stores, ReceiverNotices notices, RuntimeInputs inputs) {
  StepResult step(BulkJob.Task.MakeStatements task, Position position) {
    ConfigurationId id = task.configuration();
    Optional<WebhookConfiguration> configuration = stores.configurations().find(id);
    if (configuration.isEmpty()) {
      return StepResult.last(position.again(0, 0));
    }
    Instant now = inputs.now();
    if (!configuration.get().terms().receiverRequests().enabled()) {
      return waiting(position, id, StatementDays.of(now), now);
    }
    Optional<StatementPart> last = stores.statements().last(id);
    // The step after the last part of a day. It follows even if this process dies in between.
    last.filter(part -> part.next().isEmpty())
        .ifPresent(part -> notices.ofStatement(configuration.get(), part, now));
    LocalDate first = StatementDays.of(task.range().from());
    LocalDate day = StatementWriter.nextDay(last, first, now);
    if (StatementDays.madeFrom(id, day).isAfter(now)) {
      return waiting(position, id, day, now);
    }
    StatementWriter.Made made = new StatementWriter(stores.deliveries()).part(id, day, last, now);
    boolean isNew = stores.statements().add(made.part());
    logMade(made, isNew);
    Position reached = position.again(made.reports(), isNew ? 1 : 0);
    return made.part().next().isPresent()
        ? StepResult.withoutPause(reached).urgently()
        : StepResult.withoutPause(reached);
  }

  private void logMade(StatementWriter.Made made, boolean isNew) {
    inputs
        .log()
        .info(
            "statement.made",
            Json.object(
                "configurationId", made.part().configuration(),
                "day", made.part().day(),
                "part", made.part().part(),
                "reports", made.reports(),
                "new", isNew));
  }

  private static StepResult waiting(
      Position position, ConfigurationId id, LocalDate day, Instant now) {
    Duration until = Duration.between(now, StatementDays.madeFrom(id, day));
    return new StepResult(position.again(0, 0), Optional.of(until));
  }
}
