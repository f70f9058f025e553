package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.EveryPageTest;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that the page of a delivery answers the questions of customers.
@InTheBrowser
class AnswersTest {
  @Test
  void pageSaysWhenTheReportWasSentAnsweredAndFetched(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      open(visitor, console, receiver, 7401, "answered.zip");
      assertThat(region(visitor, "Answer for the customer"))
          .containsText(
              Pattern.compile(
                  "Report answered.zip was sent on .+ at ..:..:.. .+, your system answered 200 at"
                      + " .+, and the file was fetched once, at .+ from .+"));
      assertThat(visitor.button("Copy answer")).isVisible();
      assertThat(region(visitor, "Download links"))
          .containsText(Pattern.compile("Issued .+, valid until .+Followed .+ from "));

      visitor.press("Request and response of attempt 1 of 13");
      visitor.sees("Response headers");
      visitor.sees("Content-type: text/html");
      visitor.sees(
          "No body is stored: it was empty, or was not kept because the attempt succeeded.");
      assertThat(visitor.button("Copy request as cURL")).isVisible();
      EveryPageTest.isAccessible(visitor.page(), "delivery with its answers");

      visitor.press("Revoke links");
      visitor.pressInWindow("Revoke links");
      assertThat(region(visitor, "Download links")).containsText("Revoked ");
      assertThat(region(visitor, "Answer for the customer")).containsText("We revoked its link at");
    }
  }

  @Test
  void copyAndOriginalLeadToEachOther(Visitor visitor, RunningConsole console) throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      open(visitor, console, receiver, 7402, "copied.zip");
      String original = visitor.page().url().replaceAll(".*/", "");
      visitor.press("Resend");
      visitor.check("Use a new webhook-id");
      visitor.pressInWindow("Resend");
      visitor.sees("Resends");
      String copy = visitor.page().url().replaceAll(".*/", "");

      visitor.follow(original);
      visitor.sees("Resent as");
      visitor.seesLink(copy);
    }
  }

  @Test
  void taskOfAnUnroutedReportIsDefinedFromItsPage(Visitor visitor, RunningConsole console)
      throws Exception {
    console.upload("reports/7403/unrouted.zip");
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?status=UNROUTED&task=7403"));
    visitor.follow("unrouted.zip");
    visitor.follow("Define task 7403");
    visitor.isAt("New CDR task");
    assertThat(visitor.field("Task ID")).hasValue("7403");
  }

  @Test
  void idWithoutADeliveryIsExplained(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.open(
        console.origin().resolve("/console/deliveries/dlv_00000000000000000000000000000000"));
    visitor.sees("No delivery has this id");
    visitor.sees("Deliveries are kept for 90 days");
  }

  @Test
  void switchShowsAllTimesInUtc(Visitor another, RunningConsole console) throws Exception {
    Browser browser = another.page().context().browser();
    try (TestReceiver receiver = new TestReceiver();
        BrowserContext there =
            browser.newContext(new Browser.NewContextOptions().setTimezoneId("Asia/Kolkata"))) {
      Visitor visitor = new Visitor(there.newPage());
      open(visitor, console, receiver, 7404, "zoned.zip");
      assertThat(region(visitor, "Answer for the customer")).containsText(" GMT+5:30");
      visitor.sees("Local (GMT+5:30)");

      // The widget covers its own inputs.
      visitor.press(
          visitor
              .page()
              .getByRole(AriaRole.RADIOGROUP, new Page.GetByRoleOptions().setName("Time zone"))
              .getByText("UTC", new Locator.GetByTextOptions().setExact(true)));
      for (String part : new String[] {"Answer for the customer", "Download links", "Attempts"}) {
        assertThat(region(visitor, part)).containsText(" UTC");
        assertThat(region(visitor, part)).not().containsText("GMT+5:30");
      }
      visitor.page().reload();
      assertThat(region(visitor, "Delivery")).containsText(" UTC");
      visitor.follow("Deliveries");
      visitor.press("Created: any time");
      visitor.sees("Time zone: UTC");
    }
  }

  /// Opens the page of a report that was delivered, and whose link was followed.
  private static void open(
      Visitor visitor, RunningConsole console, TestReceiver receiver, int taskId, String file)
      throws Exception {
    Api api = new Api(console);
    String configuration =
        api.createConfiguration("Answers " + taskId, receiver.url("/cdr"), "0123456789abcdef");
    api.saveTask(taskId, "Task " + taskId, configuration);
    console.upload("reports/" + taskId + "/" + file);
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?task=" + taskId));
    visitor.follow(file);
    visitor.seesStatus("Delivered");
    visitor.sees("Link followed 1 time");
  }

  private static Locator region(Visitor visitor, String name) {
    return visitor
        .page()
        .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
