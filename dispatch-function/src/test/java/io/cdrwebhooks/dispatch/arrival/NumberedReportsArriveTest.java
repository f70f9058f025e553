package io.cdrwebhooks.dispatch.arrival;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests which reports get numbers, and when.
class NumberedReportsArriveTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final NumberSeries series = new NumberSeries(CONFIGURATION, TASK);

  private void numberReports() {
    CdrTask task = system.tasks.find(TASK).orElseThrow();
    CdrTask numbered = task.withOptions(new TaskOptions(true, Optional.empty()));
    assertThat(system.tasks.save(numbered, Optional.of(task.revision()))).isNotNull();
  }

  private List<Long> numbers() {
    return system.deliveries.numbers(series, 1, 100).deliveries().stream()
        .map(Delivery::sequence)
        .toList();
  }

  @Test
  void reportsGetNumbersOnlyIfTheirTaskWantsThem() throws IOException {
    system.invoke(event(system.put("before.zip", "v1")));
    assertThat(numbers()).isEmpty();

    numberReports();
    system.invoke(event(system.put("tx1.zip", "v1")));
    system.invoke(event(system.put("tx2.zip", "v1")));

    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void repeatedEventKeepsTheNumber() throws IOException {
    numberReports();
    String first = event(system.put("tx1.zip", "v1"));
    system.invoke(first);
    system.invoke(first);
    system.invoke(event(system.put("tx2.zip", "v1")));

    assertThat(numbers()).containsExactly(1L, 2L);
  }

  /// The event comes back after the fault, and the report gets the next number.
  @Test
  void numberOfAFailedRecordIsVoid() throws IOException {
    numberReports();
    AtomicInteger calls = new AtomicInteger();
    system.watch(
        new CallWatch() {
          @Override
          public void before(Call call) {
            if (call.is(Deliveries.class, "recordNumbered") && calls.getAndIncrement() == 0) {
              assertThat(system.deliveries.draw(series, system.now)).isEqualTo(1);
              throw new IllegalStateException("the process died");
            }
          }
        });
    String event = event(system.put("tx1.zip", "v1"));
    assertThat(system.invoke(event)).as("failed").hasSize(1);
    assertThat(system.invoke(event)).isEmpty();

    assertThat(numbers()).containsExactly(2L);
  }
}
