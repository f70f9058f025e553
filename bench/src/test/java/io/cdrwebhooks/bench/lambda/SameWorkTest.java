package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SameWorkTest {
  private static final List<String> CALLS = List.of("DynamoDB.PutItem", "S3.GET");

  @Test
  void tokensAndTimesAreIgnored() throws Exception {
    assertThat(work(1, 7, CALLS)).isEqualTo(work(2, 7, CALLS));
  }

  @Test
  void anotherPayloadIsDifferentWork() throws Exception {
    assertThat(work(1, 7, CALLS)).isNotEqualTo(work(1, 8, CALLS));
  }

  @Test
  void orderOfCallsDoesNotMatter() throws Exception {
    assertThat(work(1, 7, CALLS)).isEqualTo(work(1, 7, CALLS.reversed()));
  }

  @Test
  void anAdditionalCallIsDifferentWork() throws Exception {
    List<String> more = List.of("DynamoDB.PutItem", "DynamoDB.PutItem", "S3.GET");

    assertThat(work(1, 7, CALLS)).isNotEqualTo(work(1, 7, more));
  }

  private static SameWork work(int second, int taskId, List<String> calls) throws IOException {
    String payload =
        """
        {"callbackURL":"https://cdr.example.com/files/%s","validUntil":"2026-11-25T10:00:0%dZ",\
        "taskId":%d}"""
            .formatted(UUID.randomUUID(), second, taskId);
    Headers headers = new Headers();
    headers.set("Host", "localhost:" + second);
    headers.set("webhook-id", "dlv_" + "0".repeat(32));
    Received request =
        new Received(0, "POST", "/webhooks", headers, payload.getBytes(StandardCharsets.UTF_8));
    return SameWork.of(request, calls.stream().map(each -> new CannedAws.Call(each, 0)).toList());
  }
}
