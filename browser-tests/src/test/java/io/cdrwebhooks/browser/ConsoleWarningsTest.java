package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Tests that the console warns before an action has no effect, and before a session ends.
@InTheBrowser
class ConsoleWarningsTest {
  @Test
  void exportWarnsIfTheWebhookOptionIsOff(Visitor visitor, RunningConsole console)
      throws Exception {
    new Api(console).saveTask(7304, "Off");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.press("Export a sample report of Off");
    visitor.sees("The Webhook option of this task is off");
    visitor.press("Export");
    visitor.isAt("Deliveries");
    visitor.sees("It is not sent to a receiver");
    visitor.isAt("The Webhook option of this task is off");
    visitor.doesNotSee("Widen the time");
    visitor.follow("Turn on the Webhook option");
    visitor.isAt("CDR task Off");
  }

  @Test
  void testOfDisabledConfigurationIsNotOffered(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    URI url = URI.create("http://127.0.0.1:18999/cdr");
    String id = api.createConfiguration("Not tested", url, "0123456789abcdef");
    api.replaceConfiguration(id, "Not tested", url, false);
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.follow("Not tested");
    visitor.openTab("Send test");
    assertThat(visitor.button("Send test")).isDisabled();
    visitor.sees("Enable it first, with the button at the top of this page");
  }

  @Test
  void consoleWarnsBeforeTheSessionEnds(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.doesNotSee("Your session is about to end");
    Page page = visitor.page();
    var _ =
        page.evaluate(
            "end => sessionStorage.setItem('session', JSON.stringify("
                + "{ ...JSON.parse(sessionStorage.getItem('session')), expiresAt: end }))",
            Instant.now().plus(Duration.ofMinutes(4)).toString());
    page.reload();
    visitor.sees("Your session is about to end");
    visitor.sees("make console-link");
  }
}
