package io.cdrwebhooks.browser;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/// Tests that a new tab is signed in while another tab is, and that signing out ends both.
@InTheBrowser
class SecondTabTest {
  private static final String SIGN_IN = "Sign in to CDR Webhooks";

  @Test
  void newTabIsSignedInWhileAnotherIsOpen(Visitor first, RunningConsole console) {
    first.signIn(console);
    Visitor second = anotherTab(first, console);
    second.isAt("Deliveries");

    first.page().reload();
    first.isAt("CDR tasks");
    second.press("Sign out");

    first.isAt(SIGN_IN);
    second.isAt(SIGN_IN);
    anotherTab(first, console).isAt(SIGN_IN);
  }

  @Test
  void newTabIsSignedOutAfterTheLastOneWasClosed(Visitor first, RunningConsole console) {
    Page kept = first.page().context().newPage();
    first.signIn(console);
    first.page().close();

    Visitor later = new Visitor(kept);
    later.open(console.origin().resolve("/console/deliveries"));
    later.isAt(SIGN_IN);
  }

  private static Visitor anotherTab(Visitor first, RunningConsole console) {
    Visitor visitor = new Visitor(first.page().context().newPage());
    visitor.open(console.origin().resolve("/console/deliveries"));
    return visitor;
  }
}
