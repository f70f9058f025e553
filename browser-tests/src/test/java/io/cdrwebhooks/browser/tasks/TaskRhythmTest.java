package io.cdrwebhooks.browser.tasks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that a task's page shows how often a report is expected.
@InTheBrowser
class TaskRhythmTest {
  private static final String EVERY = "A report is expected every";
  private static final String GRACE = "Minutes until it is overdue";

  @Test
  void rhythmIsSavedWithItsUsualGrace(Visitor visitor, RunningConsole console) throws Exception {
    new Api(console).saveTask(7351, "Hourly");
    visitor.signIn(console);
    visitor.follow("CDR tasks");
    visitor.follow("Hourly");
    visitor.fill(EVERY, "hourly");
    visitor.pressIn("CDR task", "Save");
    assertThat(visitor.field(EVERY)).hasAttribute("aria-invalid", "true");

    visitor.fill(EVERY, "PT1H");
    visitor.pressIn("CDR task", "Save");
    visitor.follow("Hourly");

    assertThat(visitor.field(EVERY)).hasValue("PT1H");
    assertThat(visitor.field(GRACE)).hasValue("6");
  }
}
