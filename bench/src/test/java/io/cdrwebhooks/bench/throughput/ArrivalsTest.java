package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.cdrwebhooks.bench.stand.Received;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals();

  @Test
  void firstRequestAboutAReportCounts() {
    arrivals.accept(request("a1.zip", 10));
    arrivals.accept(request("a1.zip", 99));

    assertThat(arrivals.first("a1.zip")).contains(10L);
    assertThat(arrivals.first("a2.zip")).isEmpty();
  }

  @Test
  void onlyFilesThatAreWaitedForCountAndEachOnce() {
    CountDownLatch left = arrivals.await("b", 2);
    arrivals.accept(request("a1.zip", 10));
    arrivals.accept(request("b1.zip", 10));
    arrivals.accept(request("b1.zip", 11));

    assertThat(left.getCount()).isEqualTo(1);
  }

  private static Received request(String file, long nanos) {
    String body = "{\"fileName\":\"" + file + "\",\"error\":\"\"}";
    return new Received(nanos, "POST", "/", new Headers(), body.getBytes(StandardCharsets.UTF_8));
  }
}
