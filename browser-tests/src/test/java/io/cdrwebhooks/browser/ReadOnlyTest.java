package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/// Tests that people who may only read see who they are, and no button whose request the API would
/// refuse.
@InTheBrowser
class ReadOnlyTest {
  private static final String ME =
      """
      {"issuer":"https://issuer.example","subject":"auditor-1","clientId":"console",
       "scopes":["webhooks/read","webhooks/write"],"mayWrite":false,
       "readOnlyReason":"The user is not in the group writers of the user pool.","expiresAt":null}""";
  private static final String REASON =
      "You have read-only access. The user is not in the group writers of the user pool.";

  @Test
  void buttonsThatChangeSomethingAreDisabledWithTheReason(Visitor visitor, RunningConsole console)
      throws Exception {
    String id =
        new Api(console)
            .createConfiguration(
                "Only read", URI.create("http://127.0.0.1:8999/"), "signature-of-the-read-one");
    visitor.imitate("**/bulk/cdr-mgr/v1/me", ME);
    visitor.signIn(console);
    visitor.sees("Signed in as auditor-1");
    visitor.sees(REASON);
    isDisabled(visitor, "New CDR task");

    visitor.open(console.origin().resolve("/console/configurations"));
    isDisabled(visitor, "Add configuration");
    visitor.open(console.origin().resolve("/console/configurations/" + id));
    isDisabled(visitor, "Disable");
    isDisabled(visitor, "Save");
    isDisabled(visitor, "Delete configuration");
    visitor.openTab("Send test");
    isDisabled(visitor, "Send test");
    visitor.openTab("Rotate Signature");
    isDisabled(visitor, "Rotate");
  }

  private static void isDisabled(Visitor visitor, String button) {
    assertThat(visitor.button(button)).isDisabled();
    assertThat(visitor.button(button)).hasAttribute("title", REASON);
  }
}
