package io.cdrwebhooks.browser.configurations;

import com.microsoft.playwright.Response;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import org.junit.jupiter.api.Test;

/// Tests that the console compares signatures only if it has the whole body, and keeps pasted text.
@InTheBrowser
class VerifyTest {
  private static final String SIGNATURE = "0123456789abcdef";

  @Test
  void onlyABodyWithItsTokenIsVerified(Visitor visitor, RunningConsole console) throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id = api.createConfiguration("Verified", receiver.url("/cdr"), SIGNATURE);
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.follow("Verified");
      visitor.openTab("Send test");
      visitor.press("Send test");
      visitor.sees("answered 200");

      visitor.openTab("Verify in your language");
      TestReceiver.Received received = receiver.received().getFirst();
      visitor.fill("Signature", SIGNATURE);
      visitor.fill("Received X-CDR-Signature", received.signature());
      visitor.sees("Not compared: the token in the body is hidden");
      visitor.doesNotSee("The signatures differ");

      visitor.fill("Body", received.body());
      visitor.sees("The signatures match");
      api.sendTest(id);
      visitor.page().waitForResponse(VerifyTest::isReadOfDelivery, () -> muchLater(visitor));
      visitor.sees("The signatures match");
      visitor.fill("Body", received.body() + " ");
      visitor.sees("The signatures differ");
    }
  }

  private static boolean isReadOfDelivery(Response response) {
    return response.url().contains("/deliveries/dlv_");
  }

  /// Two minutes later, the sample is old enough to be read again. Playwright's clock would replace
  /// the time of all later visits too.
  private static void muchLater(Visitor visitor) {
    var _ =
        visitor
            .page()
            .evaluate("() => { const now = Date.now; Date.now = () => now.call(Date) + 120_000; }");
    visitor.comeBack();
  }
}
