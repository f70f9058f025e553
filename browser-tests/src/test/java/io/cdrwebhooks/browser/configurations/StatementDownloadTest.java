package io.cdrwebhooks.browser.configurations;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that people find the statements of a configuration, and can download one.
@InTheBrowser
class StatementDownloadTest {
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");

  /// The system makes a statement minutes later, so the test imitates the answers.
  @Test
  void statementIsDownloadedIfTheReceiverMaySendRequests(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    String id = api.createAskingConfiguration("Asks", URL);
    String without = api.createConfiguration("Mute", URL, "0123456789abcdef");
    visitor.imitate("**/statements", "{\"days\":[\"2026-03-05\"]}");
    visitor.imitate("**/statement?**", "{\"lastPart\":true}");
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/configurations/" + id));
    visitor.sees("The reports that were recorded on each day (UTC)");
    visitor.press("Download statement");
    visitor.sees("Downloaded 2026-03-05.");

    visitor.open(console.origin().resolve("/console/configurations/" + without));
    visitor.sees("Receiver requests");
    visitor.doesNotSee("The reports that were recorded on each day (UTC)");
  }
}
