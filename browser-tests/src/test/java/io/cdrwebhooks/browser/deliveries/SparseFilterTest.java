package io.cdrwebhooks.browser.deliveries;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that the console searches further pages without a press if a filter matches few
/// deliveries.
///
/// Empty pages stand for deliveries that do not match: no test makes thousands of them.
@InTheBrowser
class SparseFilterTest {
  private static final String DELIVERIES = "**/bulk/cdr-mgr/v1/deliveries?**";
  private static final Pattern CURSOR = Pattern.compile("[&?]cursor=([0-9]+)");

  @Test
  void searchGoesOnUntilThereIsAMatch(Visitor visitor, RunningConsole console) throws Exception {
    console.upload("reports/7361/rare.zip");
    visitor.signIn(console);
    visitor
        .page()
        .route(
            DELIVERIES,
            route -> {
              int page = pageOf(route);
              if (page < 30) {
                emptyPage(route, page);
              } else {
                route.resume(
                    new Route.ResumeOptions()
                        .setUrl(CURSOR.matcher(route.request().url()).replaceAll("")));
              }
            });
    open(visitor, console, "status=UNROUTED&task=7361");
    visitor.seesLink("rare.zip");
    visitor.doesNotSee("Keep searching");
  }

  @Test
  void burstEndsAndTheNextOneCanBeStopped(Visitor visitor, RunningConsole console) {
    Deque<Route> held = new ArrayDeque<>();
    visitor.signIn(console);
    visitor
        .page()
        .route(
            DELIVERIES,
            route -> {
              if (pageOf(route) == 60) {
                held.add(route);
              } else {
                emptyPage(route, pageOf(route));
              }
            });
    open(visitor, console, "status=PENDING&task=7362");
    visitor.sees("Searched up to 5,000 deliveries: 0 matches");
    visitor.doesNotSee("No deliveries match");

    visitor.press("Keep searching");
    visitor.sees("Searched up to 6,000 deliveries so far: 0 matches");
    visitor.press("Stop");
    emptyPage(held.remove(), 60);
    visitor.sees("Searched up to 6,100 deliveries: 0 matches");
    assertThat(visitor.button("Keep searching")).isFocused();
  }

  private static void open(Visitor visitor, RunningConsole console, String filter) {
    visitor.open(console.origin().resolve("/console/deliveries?" + filter));
  }

  private static int pageOf(Route route) {
    Matcher cursor = CURSOR.matcher(route.request().url());
    return cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
  }

  private static void emptyPage(Route route, int page) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody("{\"items\":[],\"nextCursor\":\"" + (page + 1) + "\"}"));
  }
}
