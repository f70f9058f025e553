package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Tests signing in and out as in a deployment: at an issuer on another origin.
@InTheBrowser
class IssuerSignInTest {
  private static final String PAGE = "/console/deliveries?status=FAILED";

  @Test
  void personSignsInAndOutAtTheIssuer(Visitor visitor, RunningConsole system) throws Exception {
    try (DeployedConsole console = new DeployedConsole(system)) {
      List<String> addresses = new CopyOnWriteArrayList<>();
      visitor.page().onRequest(request -> addresses.add(request.url()));
      visitor.open(console.url("/console/?code=planted&state=planted"));
      visitor.sees("did not start in this tab");
      assertThat(visitor.page()).hasURL(console.url("/console/").toString());

      visitor.open(console.url(PAGE));
      visitor.isAt("Sign in to CDR Webhooks");
      assertThat(visitor.button("Sign in")).isVisible();
      EveryPageTest.isAccessible(visitor.page(), "sign in at the issuer");
      Screenshots.take(visitor.page(), "sign-in-at-issuer");
      visitor.press("Sign in");
      visitor.isAt("Who are you?");
      visitor.follow("Not me");
      visitor.sees("The sign-in was declined");
      assertThat(visitor.page()).hasURL(console.url(PAGE).toString());
      visitor.press("Sign in");
      visitor.follow("It is me");

      visitor.isAt("Deliveries");
      assertThat(visitor.page()).hasURL(console.url(PAGE).toString());
      assertThat(addresses).noneMatch(address -> address.contains(system.apiToken()));
      assertThat(shown(visitor.page())).doesNotContain(system.apiToken());

      visitor.press("Sign out");
      assertThat(visitor.page()).hasURL(console.url("/console/").toString());
      visitor.isAt("Sign in to CDR Webhooks");
      assertThat(visitor.page().evaluate("sessionStorage.length")).isEqualTo(0);
      visitor.press("Sign in");
      visitor.isAt("Who are you?");
      leave(visitor);
    }
  }

  @Test
  void oneClickRenewsAnExpiredSessionAndKeepsDrafts(Visitor visitor, RunningConsole system)
      throws Exception {
    try (DeployedConsole console = new DeployedConsole(system)) {
      visitor.open(console.url("/console/tasks/new"));
      visitor.press("Sign in");
      visitor.follow("It is me");
      visitor.fill("Task name", "Half typed");
      console.tokensHaveEnded(true);
      visitor.fill("Task ID", "7300");
      visitor.pressIn("CDR task", "Save");
      visitor.sees("Your session has ended");
      console.tokensHaveEnded(false);
      visitor.press("Sign in");

      assertThat(visitor.field("Task name")).hasValue("Half typed");
      assertThat(visitor.page()).hasURL(console.url("/console/tasks/new").toString());
      leave(visitor);
    }
  }

  /// The server must not stop while the page still sends requests.
  private static void leave(Visitor visitor) {
    visitor.page().navigate("about:blank");
  }

  /// Returns the text of the document and its title.
  private static String shown(Page page) {
    return page.title() + page.content();
  }
}
