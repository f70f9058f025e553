package io.cdrwebhooks.local.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoginCodesTest {
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final LoginCodes codes = new LoginCodes(new SecureRandom(), () -> now);

  @Test
  void codeIsValidForAQuarterOfAnHour() {
    String inTime = codes.issue();
    String tooLate = codes.issue();
    now = now.plus(Duration.ofMinutes(15));
    assertThat(codes.redeem(inTime)).isTrue();
    now = now.plusMillis(1);
    assertThat(codes.redeem(tooLate)).isFalse();
  }

  @Test
  void otherTextIsRefused() {
    String code = codes.issue();
    for (String other :
        List.of("", code + "x", code.substring(1), code.toLowerCase(), " " + code)) {
      assertThat(codes.redeem(other)).isFalse();
    }
    assertThat(codes.redeem(code)).isTrue();
  }

  @Test
  void codesAreLongAndDiffer() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(codes.issue()).matches("[A-Za-z0-9_-]{43}").satisfies(seen::add);
    }
    assertThat(seen).hasSize(1_000);
  }

  @Test
  void concurrentRedemptionsOfACodeSucceedOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 200; round++) {
        String code = codes.issue();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return codes.redeem(code);
                  }));
        }
        start.countDown();
        int opened = 0;
        for (Future<Boolean> answer : answers) {
          opened += answer.get() ? 1 : 0;
        }
        assertThat(opened).isEqualTo(1);
      }
    }
  }
}
