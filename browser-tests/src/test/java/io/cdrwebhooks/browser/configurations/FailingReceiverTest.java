package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that the console shows a failing receiver, and that few actions send what waits for it
/// when it works again.
@InTheBrowser
class FailingReceiverTest {
  @Test
  void retryNowSendsTheBacklogToARecoveredReceiver(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.fails(true);
      Api api = new Api(console);
      String id = api.createConfiguration("Fails", receiver.url("/cdr"), "0123456789abcdef");
      api.saveTask(7350, "Task of a failing receiver", id);
      for (int i = 0; i < 5; i++) {
        console.upload("reports/7350/early" + i + ".zip");
      }
      api.waitUntilFailing(id);
      console.upload("reports/7350/waits.zip");

      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/deliveries?task=7350"));
      visitor.follow("waits.zip");
      visitor.sees("It waits because the receiver fails");
      visitor.follow("See the configuration");
      visitor.sees("The receiver is failing; deliveries are waiting");

      receiver.fails(false);
      int before = visitor.actions();
      visitor.follow("Webhook configurations");
      visitor.follow("Fails");
      visitor.press("Send the 6 waiting reports now");
      visitor.sees("The receiver of Fails works again.");
      visitor.sees("All waiting reports were sent");
      visitor.hasDone("All waiting reports are sent", before, 3);
      visitor.doesNotSee("The receiver is failing; deliveries are waiting");
      assertThat(receiver.received()).hasSize(6);
    }
  }
}
