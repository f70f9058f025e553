package io.cdrwebhooks.simulation;

import io.cdrwebhooks.answer.AttemptTimings;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult.Answered;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.simulation.Scenario.Customer;
import io.cdrwebhooks.simulation.Scenario.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A receiver with its answers, the task of its reports, and its most concurrent requests.
final class Receiver {
  private static final String ADDRESS = "192.0.2.1:443";
  static final ExchangeResult NO_ANSWER =
      new ExchangeResult.Unreachable(Optional.of(ADDRESS), "silent", AttemptTimings.NONE);

  final ConfigurationId id;
  final TaskId task;
  final Customer customer;
  private final Timeline time;
  private final Scenario scenario;
  private final Deque<Instant> sent = new ArrayDeque<>();
  private int inFlight;
  int mostInFlight;
  int mostInTenSeconds;

  Receiver(int number, Customer customer, Timeline time, Scenario scenario) {
    this.id = ConfigurationId.of(new UUID(1, number));
    this.task = new TaskId(number);
    this.customer = customer;
    this.time = time;
    this.scenario = scenario;
  }

  ExchangeResult post(Report report) {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    sent.add(time.now());
    while (!sent.getFirst().plusSeconds(10).isAfter(time.now())) {
      sent.removeFirst();
    }
    mostInTenSeconds = Math.max(mostInTenSeconds, sent.size());
    boolean isFaulty = customer.troubled() && scenario.isFaulty(time.now());
    return switch (isFaulty ? scenario.fault() : Fault.NONE) {
      case HANGS -> {
        answerAfter(15_000, report, false);
        yield NO_ANSWER;
      }
      case SLOW -> answerAfter(10_000, report, true);
      case DOWN -> answerAfter(20, report, false);
      default -> answerAfter(Math.min(30 + Timeline.around(70, time.dice), 2_000), report, true);
    };
  }

  private Answered answerAfter(long millis, Report report, boolean accepts) {
    report.sent(time.now(), accepts);
    time.after(millis, () -> inFlight--);
    time.process().sleep(Duration.ofMillis(millis));
    int status = accepts ? 200 : 503;
    return new Answered(
        ADDRESS, status, new byte[0], List.of(), Optional.empty(), AttemptTimings.NONE);
  }
}
