package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.time.Duration;
import java.time.Instant;

/// The API with one configuration that tests change.
abstract class ChangedConfiguration {
  final TestApi api = new TestApi();
  final String path = api.configured("A");
  final ConfigurationId id = TestApi.idIn(path);
  final Instant start = Instant.parse("2026-03-01T10:00:00Z");

  final ReceiverHealth noteFailing() {
    ReceiverHealth failing = ReceiverHealth.failing(FailingStreak.begin(start.minusSeconds(60)));
    api.note(path, true, failing);
    return failing;
  }

  final Sent receiverTried() {
    return new Sent(DueWork.OfLane.askedFor(id), Duration.ZERO);
  }

  final Answer enable() {
    return put("A", true);
  }

  final Answer disable() {
    return put("A", false);
  }

  final Answer put(String name, boolean enabled) {
    return put(name, "https://receiver.example/cdr", enabled);
  }

  final Answer put(String name, String url, boolean enabled) {
    return api.put(
        path, "*", "{\"name\":\"%s\",\"url\":\"%s\",\"enabled\":%s}".formatted(name, url, enabled));
  }
}
