package io.cdrwebhooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests the whole way from the link that `make run` prints to a report whose link was followed.
@InTheBrowser
class WholeStoryTest {
  private static final int MAX_ACTIONS = 20;

  /// Returns when the heading appeared, in milliseconds since the navigation began.
  private static final String WHEN_HEADING_SHOWS =
      """
      new MutationObserver((_, observer) => {
        if (document.querySelector('h1') !== null) {
          window.headingAtMs = performance.now();
          observer.disconnect();
        }
      }).observe(document, { childList: true, subtree: true });
      """;

  @Test
  void newcomerDeliversAReportInFewActions(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      visitor.page().addInitScript(WHEN_HEADING_SHOWS);
      visitor.open(console.consoleLink());
      visitor.isAt("Overview");
      System.out.printf(
          "First view: %.0f ms from the navigation to the heading.%n",
          ((Number) visitor.page().evaluate("window.headingAtMs")).doubleValue());
      assertThat(visitor.page().url()).doesNotContain("code");

      visitor.follow("CDR tasks");
      visitor.follow("New CDR task");
      visitor.fill("Task ID", "7001");
      visitor.fill("Task name", "Calls of the day");
      visitor.turnOn("Webhook");
      visitor.press("Add new");
      visitor.fill("Configuration Name", "Billing");
      visitor.fill("Full URL", receiver.url("/cdr").toString());
      visitor.press("Generate");
      visitor.sees("127.0.0.1");
      visitor.pressIn("New webhook configuration", "Save");
      visitor.sees("Copy the Signature now");
      visitor.press("Done");
      visitor.pressIn("CDR task", "Save");

      visitor.press("Export a sample report of Calls of the day");
      visitor.press("Export");
      visitor.followReport();
      visitor.seesStatus("Delivered");
      visitor.sees("Link followed 1 time");

      visitor.hasDone("From the console link to a followed link", 0, MAX_ACTIONS);
    }
  }

  @Test
  void consoleLinkOpensOnce(Visitor visitor, RunningConsole console) throws Exception {
    URI link = new Api(console).consoleLink();
    visitor.open(link);
    visitor.isAt("Overview");
    visitor.press("Sign out");
    visitor.isAt("Sign in to CDR Webhooks");
    visitor.page().navigate("about:blank");
    visitor.open(link);
    visitor.sees("This console link was already used");
  }
}
