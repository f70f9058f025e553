package io.cdrwebhooks.browser.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that a list shows a fault of the API as a fault: neither as an empty list nor as a fresh
/// one.
@InTheBrowser
class ListFaultsTest {
  private static final String API = "**/bulk/cdr-mgr/v1/";

  @Test
  void faultIsNotShownAsAnEmptyList(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    fail(visitor.page(), "deliveries");
    fail(visitor.page(), "cdr-tasks");
    fail(visitor.page(), "webhook-configurations");
    isAFault(visitor, console, "deliveries", "No deliveries yet");
    isAFault(visitor, console, "tasks", "No CDR tasks yet");
    isAFault(visitor, console, "configurations", "No webhook configurations yet");
  }

  @Test
  void rowsOfAnEarlierAnswerSaySinceWhen(Visitor visitor, RunningConsole console) throws Exception {
    console.upload("reports/7360/seen-before.zip");
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?task=7360"));
    visitor.seesLink("seen-before.zip");
    visitor.sees("Refreshed every 5 seconds.");

    fail(visitor.page(), "deliveries");
    visitor.comeBack();
    visitor.sees("Not refreshed since ");
    visitor.doesNotSee("Refreshed every 5 seconds.");
    visitor.seesLink("seen-before.zip");

    visitor.page().unroute(API + "deliveries?**");
    visitor.press("Try again");
    visitor.doesNotSee("Not refreshed since ");
    visitor.sees("Refreshed every 5 seconds.");
  }

  private static void isAFault(
      Visitor visitor, RunningConsole console, String page, String wording) {
    visitor.open(console.origin().resolve("/console/" + page));
    visitor.sees("Can't load the list");
    // At once: while the list is read again, neither is there.
    assertThat(visitor.page().getByText(wording).count()).isZero();
  }

  /// With 400, because the console would first repeat what fails with 503.
  private static void fail(Page page, String list) {
    page.route(
        API + list + "?**", route -> route.fulfill(new Route.FulfillOptions().setStatus(400)));
  }
}
