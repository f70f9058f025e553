package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.CountedDispatch.LINES_STATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests how many bytes one delivery allocates, including its receiver in this process. Unlike
/// time, this hardly depends on the machine: most of it is the SDK's requests and answers.
@Tag("slow")
class AllocationsPerDeliveryTest {
  /// Some 15 % above the measured value.
  private static final long MAX_BYTES = 1_600_000;

  private static final int BATCH = 10;
  private static final int BATCHES = 30;

  @Test
  void deliveryStaysWithinItsAllocationBudget() throws IOException {
    try (CountedDispatch dispatch = new CountedDispatch()) {
      deliver(dispatch); // not counted: loads and compiles classes
      long before = allocatedBytes();
      deliver(dispatch);
      long each = (allocatedBytes() - before) / (BATCH * BATCHES);

      assertThat(each).as("bytes allocated for a delivery").isBetween(MAX_BYTES / 2, MAX_BYTES);
    }
  }

  private static void deliver(CountedDispatch dispatch) throws IOException {
    for (int batch = 0; batch < BATCHES; batch++) {
      dispatch.deliver(BATCH, LINES_STATED);
    }
  }

  /// By all threads, including ended ones.
  private static long allocatedBytes() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
  }
}
