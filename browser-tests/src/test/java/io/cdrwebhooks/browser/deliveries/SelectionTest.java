package io.cdrwebhooks.browser.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Screenshots;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that a person can choose rows of the list of deliveries, and resend them together.
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
      // Cards have no header with a box.
      visitor.page().setViewportSize(Screenshots.NARROW.pixels(), Screenshots.NARROW.height());
      visitor.check("Select all shown");
      visitor.sees("2 selected");
      visitor.page().setViewportSize(Screenshots.WIDE.pixels(), Screenshots.WIDE.height());
      visitor.press("Clear selection");
      visitor.check("Select all shown");
      visitor.press("Resend 2 reports");
      visitor.sees("Resend 2 reports?");
      visitor.pressInWindow("Resend 2 reports");
      visitor.sees("Resent 2 reports");
      visitor.pressInWindow("Done");
      visitor.doesNotSee("2 selected");

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
  void allMatchesAreFoundBeforeTheConfirmation(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      for (int i = 0; i < 55; i++) {
        console.upload("reports/7470/match" + i + ".zip");
      }
      visitor.signIn(console);
      visitor.open(console.origin().resolve("/console/deliveries?task=7470"));
      visitor.check("Select match54.zip");
      Api api = new Api(console);
      String id = api.createConfiguration("Matching", receiver.url("/cdr"), "0123456789abcdef");
      api.saveTask(7470, "Task of matching reports", id);
      visitor.press("Resend all that match");
      visitor.sees("Resend 55 reports?");
      visitor.sees("55 unrouted. Tests of configurations are left out.");
      visitor.pressInWindow("Resend 55 reports");
      visitor.sees("Resent 55 reports");
    }
  }

  @Test
  void lostAnswerLeavesOpenWhatWasResent(Visitor visitor, RunningConsole console) throws Exception {
    console.upload("reports/7472/lost.zip");
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/deliveries?task=7472"));
    visitor.check("Select lost.zip");
    visitor
        .page()
        .route(
            "**/redeliveries",
            route -> route.fulfill(new Route.FulfillOptions().setStatus(504)),
            new Page.RouteOptions().setTimes(1));
    visitor.press("Resend 1 report");
    visitor.sees("1 unrouted.");
    visitor.pressInWindow("Resend 1 report");
    visitor.sees("An answer was lost: up to 1 report may have been resent.");
    visitor.pressInWindow("Resend the rest");
    visitor.sees("assign one first. (lost.zip)");
    visitor.doesNotSee("An answer was lost");
  }
}
