package io.cdrwebhooks.browser;

import org.junit.jupiter.api.Test;

/// The console counts and resends reports that were sent to no receiver, and they arrive.
@InTheBrowser
class RecoveryTest {
  @Test
  void reportsOfAnUnknownTaskAreRecovered(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      console.upload("reports/7100/early.zip");
      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/deliveries?status=UNROUTED"));
      visitor.sees("early.zip");

      Api api = new Api(console);
      api.saveTask(
          7100,
          "Late task",
          api.createConfiguration("Recovered", receiver.url("/cdr"), "0123456789abcdef"));
      visitor.follow("Webhook configurations");
      visitor.follow("Recovered");
      visitor.openTab("Resend missed reports");
      visitor.press("Count reports");
      visitor.sees("1 report to resend");
      visitor.press("Resend 1 report");
      visitor.sees("Finished: 1 report resent");
      visitor.follow("See the deliveries");
      visitor.follow("early.zip");
      visitor.seesStatus("Delivered");
      visitor.sees("Link followed 1 time");
    }
  }
}
