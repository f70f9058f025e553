package io.cdrwebhooks.receiverrequest;

import static io.cdrwebhooks.receiverrequest.RequestFixture.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.NumberedReports;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what a signed `list-numbers` gets, and that no number is wrongly called void.
class NumberListingTest {
  private final RequestFixture function = new RequestFixture();
  private final WebhookConfiguration configuration = function.configured();
  private final Set<Long> voids = new HashSet<>();
  private final NumberSeries series = new NumberSeries(configuration.id(), TASK);

  private Delivery waiting() {
    return Samples.delivery(Samples.report(TASK), configuration.id(), function.now);
  }

  private void recordNext() {
    assertThat(function.deliveries.recordNumbered(waiting())).isEqualTo(new Recording.Recorded());
  }

  private long drawInVain() {
    return function.deliveries.draw(series, function.now);
  }

  private JsonNode ask(long from) {
    HttpResponse answer =
        function.ask(
            function.numbers("\"configurationId\":\"" + configuration.id() + "\"", TASK, from));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return RequestFixture.json(answer);
  }

  @Test
  void reportsAreListedByNumberAndVoidOnesAreNamed() {
    recordNext();
    assertThat(drawInVain()).isEqualTo(2);
    assertThat(drawInVain()).isEqualTo(3);
    recordNext();
    function.now = function.now.plus(NumberedReports.SETTLED_AFTER).plusMillis(1);

    JsonNode list = ask(1);

    assertThat(list.at("/items/0/sequence").asLong()).isEqualTo(1);
    assertThat(list.at("/items/0/errorCode").asText()).isEqualTo("too-large-to-count");
    assertThat(list.at("/items/1/sequence").asLong()).isEqualTo(4);
    assertThat(list.path("voidNumbers").toString()).isEqualTo("[{\"first\":2,\"last\":3}]");
    assertThat(list.path("expiredUpTo").asLong()).isZero();
    assertThat(list.path("next").asLong()).isEqualTo(5);
    assertThat(ask(5).path("next").asLong()).as("nothing new").isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"taskId\":1,\"from\":0",
        "\"taskId\":1,\"from\":-1",
        "\"taskId\":1,\"from\":1.5",
        "\"taskId\":1,\"from\":99999999999999999999",
        "\"taskId\":1,\"from\":\"1\"",
        "\"taskId\":\"1\",\"from\":1",
        "\"taskId\":0,\"from\":1",
        "\"from\":1",
        "\"taskId\":1",
        "\"taskId\":1,\"from\":1,\"cursor\":null",
      })
  void wrongJsonTypeAnswers422(String given) {
    String body =
        function
            .numbers("\"configurationId\":\"" + configuration.id() + "\"", TASK, 1)
            .replace("\"taskId\":1,\"from\":1", given);

    assertThat(function.ask(body).status()).as(body).isEqualTo(422);
  }

  /// Writers draw numbers and record them up to two minutes later, or never. A reader continues
  /// where its last list ended. In the end it knows for each number whether it has a report, and
  /// never learns that too early.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readerBetweenWritersMissesNothing(long seed) {
    Random random = new Random(seed);
    Deque<Drawn> drawn = new ArrayDeque<>();
    Set<Long> lost = new HashSet<>();
    List<Long> seen = new ArrayList<>();
    long last = 0;
    long next = 1;
    for (int step = 0; step < 2_000; step++) {
      function.now = function.now.plus(Duration.ofMillis(random.nextInt(5_000)));
      if (step < 1_500 && random.nextBoolean()) {
        last = drawInVain();
        if (random.nextInt(10) == 0) {
          lost.add(last);
        } else {
          drawn.add(new Drawn(waiting().numbered(last), function.now.plusSeconds(120)));
        }
      }
      while (!drawn.isEmpty()
          && (drawn.peek().latest().isBefore(function.now) || random.nextInt(20) == 0)) {
        assertThat(function.deliveries.record(drawn.poll().delivery()))
            .isEqualTo(new Recording.Recorded());
      }
      if (random.nextInt(5) == 0) {
        next = read(next, lost, seen);
      }
    }
    function.now = function.now.plus(NumberedReports.SETTLED_AFTER);
    recordNext();
    function.now = function.now.plus(NumberedReports.SETTLED_AFTER).plusMillis(1);
    for (long before = 0; before != next; ) {
      before = next;
      next = read(next, lost, seen);
    }

    assertThat(next).isEqualTo(last + 2);
    assertThat(voids).isEqualTo(lost);
    assertThat(seen).doesNotHaveDuplicates().hasSize(Math.toIntExact(last + 1 - lost.size()));
  }

  /// A report that a writer records at `latest`, or sooner.
  private record Drawn(Delivery delivery, Instant latest) {}

  private long read(long from, Set<Long> lost, List<Long> seen) {
    JsonNode list = ask(from);
    list.path("items").forEach(item -> seen.add(item.path("sequence").asLong()));
    for (JsonNode gap : list.path("voidNumbers")) {
      for (long number = gap.path("first").asLong();
          number <= gap.path("last").asLong();
          number++) {
        assertThat(lost).contains(number);
        voids.add(number);
      }
    }
    return list.path("next").asLong();
  }
}
