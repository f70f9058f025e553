package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that a person gives a configuration the headers and certificate for a gateway, and sees no
/// secret again.
@InTheBrowser
class GatewayTest {
  private static final String CLIENT_CERTIFICATE =
      """
      "clientCertificate":{"subject":"CN=client","issuer":"CN=client","sha256":"5f",\
      "notAfter":"2099-03-01T10:00:00.000Z"}""";

  @Test
  void headerIsSentAndItsValueNotShownAgain(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id =
          api.createConfiguration("Behind a gateway", receiver.url("/cdr"), "0123456789abcdef");
      open(visitor, console, id);
      visitor.press("Add header");
      visitor.fill("Name 1", "X-Api-Key");
      visitor.fill("Value 1", "s3cret-Gateway-Key");
      visitor.pressIn("Request headers", "Save");
      visitor.sees("Saved the headers.");

      assertThat(visitor.field("Name 1")).hasValue("X-Api-Key");
      assertThat(visitor.field("Value 1")).hasValue("");
      assertThat(visitor.page().content()).doesNotContain("s3cret-Gateway-Key");
      assertThat(api.read(id).path("requestHeaders").toString())
          .isEqualTo("[{\"name\":\"X-Api-Key\"}]");

      visitor.press("Remove header 1");
      visitor.pressIn("Request headers", "Save");
      // The button is enabled until the change is stored.
      assertThat(visitor.buttonIn("Request headers", "Cancel")).isDisabled();
      visitor.sees("No headers.");
      assertThat(api.read(id).path("requestHeaders")).isEmpty();
    }
  }

  @Test
  void refusalsShowTheirErrorsAtTheFields(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      Api api = new Api(console);
      String id = api.createConfiguration("Wrong fields", receiver.url("/cdr"), "0123456789abcdef");
      open(visitor, console, id);
      visitor.press("Add header");
      visitor.fill("Name 1", "X-CDR-Signature");
      visitor.fill("Value 1", "forged");
      visitor.pressIn("Request headers", "Save");

      assertThat(visitor.field("Name 1")).hasAttribute("aria-invalid", "true");
      assertThat(visitor.field("Name 1")).hasAccessibleDescription(Pattern.compile("Is reserved"));

      visitor.fill("Certificate", "not a certificate");
      visitor.fill("Private key", "not a key");
      visitor.pressIn("Client certificate", "Save");

      assertThat(visitor.field("Certificate")).hasAttribute("aria-invalid", "true");
      assertThat(visitor.field("Certificate"))
          .hasAccessibleDescription(Pattern.compile("Must have 1 to 4 certificates"));
      assertThat(api.read(id).path("clientCertificate").isNull()).isTrue();
    }
  }

  @Test
  void certificateIsRemovedAfterAQuestion(Visitor visitor, RunningConsole console)
      throws Exception {
    String id =
        new Api(console)
            .createConfiguration(
                "With a certificate", URI.create("http://127.0.0.1:8999/cdr"), "0123456789abcdef");
    List<String> changes = new CopyOnWriteArrayList<>();
    visitor
        .page()
        .route(
            "**/webhook-configurations/" + id,
            route -> {
              if (route.request().method().equals("GET")) {
                APIResponse answer = route.fetch();
                route.fulfill(
                    new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(
                            answer
                                .text()
                                .replace("\"clientCertificate\":null", CLIENT_CERTIFICATE)));
              } else {
                changes.add(route.request().postData());
                route.resume();
              }
            });
    open(visitor, console, id);

    visitor.press("Remove certificate");
    visitor.sees("A gateway that requires mutual TLS then refuses every request.");
    visitor.pressInWindow("Cancel");
    assertThat(visitor.page().getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(changes).isEmpty();

    visitor.press("Remove certificate");
    visitor.pressInWindow("Remove certificate");
    visitor.sees("Removed the client certificate.");
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst()).contains("\"clientCertificate\":null");
  }

  private static void open(Visitor visitor, RunningConsole console, String id) {
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/configurations/" + id + "?tab=gateway"));
  }
}
