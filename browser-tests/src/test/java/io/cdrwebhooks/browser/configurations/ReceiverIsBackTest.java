package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that few actions send the reports that wait for a receiver that works again.
@InTheBrowser
class ReceiverIsBackTest {
  private static final int WAITING = 20;

  @Test
  void allWaitingReportsAreSentInThreeActions(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.fails(true);
      Api api = new Api(console);
      String id = api.createConfiguration("Was away", receiver.url("/cdr"), "0123456789abcdef");
      api.saveTask(7450, "Task of a receiver that was away", id);
      for (int i = 0; i < WAITING; i++) {
        console.upload("reports/7450/waiting" + i + ".zip");
      }
      api.waitUntilFailing(id);
      receiver.fails(false);
      visitor.signIn(console);
      int before = visitor.actions();

      visitor.follow("Webhook configurations");
      visitor.follow("Was away");
      visitor.press("Send the " + WAITING + " waiting reports now");
      visitor.sees("All waiting reports were sent");

      visitor.hasDone("All " + WAITING + " waiting reports are sent", before, 3);
      assertThat(receiver.received()).hasSize(WAITING);
    }
  }
}
