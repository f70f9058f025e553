package io.cdrwebhooks.configapi.recoveries;

import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;

/// The API with one configuration whose reports are recovered, for tests of recoveries.
abstract class Recoveries {
  static final Instant FROM = Instant.parse("2026-02-01T00:00:00Z");
  static final Instant TO = Instant.parse("2026-02-28T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  final TestApi api = new TestApi();
  final String path = api.configured("A");
  final ConfigurationId configuration = TestApi.idIn(path);

  /// Returns a request for the recovery from [#FROM] to [#TO]; `more` are further properties.
  final String body(String more) {
    return body(configuration.value(), FROM.toString(), TO.toString(), more);
  }

  static String body(String configuration, String from, String to, String more) {
    return "{\"configurationId\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"%s}"
        .formatted(configuration, from, to, more);
  }
}
