package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that the console counts and resends reports that had no receiver, and that they arrive.
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

  /// The test imitates a long recovery that another person has started.
  @Test
  void runningRecoveryIsShownAndStopped(Visitor visitor, RunningConsole console) throws Exception {
    String configuration =
        new Api(console)
            .createConfiguration(
                "Resending", URI.create("https://resending.example/cdr"), "0123456789abcdef");
    String id = "job_00000000000000000000000000000001";
    String running =
        """
        {"id":"%s","configurationId":"%s","from":"2026-11-20T10:00:00.000Z",
         "to":"2026-11-21T10:00:00.000Z","createdAt":"2026-11-21T10:00:00.000Z",
         "status":"RUNNING","seen":200,"recovered":12}\
        """
            .formatted(id, configuration);
    visitor.imitate("**/recoveries?**", "{\"items\":[" + running + "],\"complete\":true}");
    visitor.imitate("**/recoveries/" + id, running);
    visitor.imitate("**/recoveries/" + id + "/stop", running.replace("RUNNING", "STOPPED"));
    visitor.signIn(console);
    visitor.open(
        console.origin().resolve("/console/configurations/" + configuration + "?tab=recover"));
    visitor.sees("Missed reports are being resent");
    visitor.press("Show the progress");
    visitor.sees("12 resent, 200 checked");

    visitor.press("Stop resending");
    visitor.sees("Stop resending?");
    visitor.page().unroute("**/recoveries/" + id);
    visitor.imitate("**/recoveries/" + id, running.replace("RUNNING", "STOPPED"));
    visitor.pressInWindow("Stop resending");

    visitor.sees("Stopped: 12 reports resent");
    assertThat(visitor.button("Resend another time range")).isFocused();
  }
}
