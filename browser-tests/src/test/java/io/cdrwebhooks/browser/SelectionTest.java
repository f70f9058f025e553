package io.cdrwebhooks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Rows of the list of deliveries are chosen and resent together.
@InTheBrowser
class SelectionTest {
  @Test
  void chosenReportsAreResentAndRefusedOnesNamed(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id = api.createConfiguration("Chosen", receiver.url("/cdr"), "0123456789abcdef");
      api.saveTask(7460, "Task of chosen reports", id);
      console.upload("reports/7460/first.zip");
      console.upload("reports/7460/second.zip");
      console.upload("reports/7461/nowhere.zip");
      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/deliveries?task=7460"));
      visitor.sees("first.zip");
      visitor.sees("second.zip");
      visitor.check("Select all that are shown");
      visitor.press("Resend 2 reports");
      visitor.sees("Resend 2 reports?");
      visitor.pressInWindow("Resend 2 reports");
      visitor.sees("Resent 2 reports");
      visitor.pressInWindow("Done");
      visitor.seesNot("2 selected");

      visitor.open(console.origin().resolve("/console/deliveries?task=7461"));
      visitor.check("Select nowhere.zip");
      visitor.sees("1 selected");
      visitor.press("Resend 1 report");
      visitor.pressInWindow("Resend 1 report");
      visitor.sees("Resent 0 reports");
      visitor.sees("assign one first. (nowhere.zip)");
      assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void allThatMatchAreFoundBeforeTheQuestion(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id = api.createConfiguration("Matching", receiver.url("/cdr"), "0123456789abcdef");
      api.saveTask(7470, "Task of matching reports", id);
      for (int i = 0; i < 55; i++) {
        console.upload("reports/7470/match" + i + ".zip");
      }
      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/deliveries?task=7470"));
      visitor.check("Select match54.zip");
      visitor.press("Resend all that match");
      visitor.sees("Resend 55 reports?");
      visitor.pressInWindow("Resend 55 reports");
      visitor.sees("Resent 55 reports");
    }
  }
}
