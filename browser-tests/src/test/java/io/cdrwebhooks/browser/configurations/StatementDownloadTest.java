package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that people find the statements of a configuration, and can download one.
@InTheBrowser
class StatementDownloadTest {
  @Test
  void dayIsChosenAndDownloaded(Visitor visitor, RunningConsole console) throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id = api.createAskingConfiguration("Asks", receiver.url("/cdr"));
      String day = api.waitForStatement(id);

      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/configurations/" + id));
      visitor.sees("The reports that were recorded on each day (UTC)");
      visitor.press("Download statement");

      visitor.sees("Downloaded " + day + ".");
      assertThat(day).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    }
  }

  @Test
  void configurationWithoutReceiverRequestsShowsNone(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      String id =
          new Api(console).createConfiguration("Mute", receiver.url("/cdr"), "0123456789abcdef");

      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/configurations/" + id));
      visitor.sees("Receiver requests");
      visitor.doesNotSee("The reports that were recorded on each day (UTC)");
    }
  }
}
