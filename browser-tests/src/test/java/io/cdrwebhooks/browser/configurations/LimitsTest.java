package io.cdrwebhooks.browser.configurations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.Visitor;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that a configuration's form sets the limits of its receiver, and its payload.
@InTheBrowser
class LimitsTest {
  private static final URI URL = URI.create("http://127.0.0.1:18999/cdr");

  @Test
  void limitsOfANewConfigurationAreShown(Visitor visitor, RunningConsole console) {
    visitor.signIn(console);
    visitor.follow("Webhook configurations");
    visitor.press("Add configuration");
    visitor.fill("Configuration Name", "Limited");
    visitor.fill("Full URL", URL.toString());
    visitor.press("Generate");
    assertThat(visitor.field("Requests in flight")).hasValue("10");
    visitor.fill("Requests in flight", "3");
    visitor.fill("Requests per second", "20");
    visitor.pressIn("New webhook configuration", "Save");
    visitor.press("Done");
    visitor.follow("Limited");

    visitor.sees("At most 3 requests in flight and 20 per second");
    assertThat(visitor.field("Requests in flight")).hasValue("3");
    assertThat(visitor.field("Requests per second")).hasValue("20");
  }

  @Test
  void limitOutOfBoundsShowsItsErrorAtTheField(Visitor visitor, RunningConsole console)
      throws Exception {
    String id = new Api(console).createConfiguration("Unbounded", URL, "0123456789abcdef");
    open(visitor, console, id);
    visitor.fill("Requests in flight", "101");
    visitor.fill("Requests per second", "fast");
    visitor.pressIn("Settings", "Save");

    assertThat(visitor.field("Requests in flight")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.field("Requests in flight"))
        .hasAccessibleDescription(Pattern.compile("Must be a whole number from 1 to 100"));
    assertThat(visitor.field("Requests per second")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.field("Requests in flight")).isFocused();
  }

  @Test
  void disablingAndEnablingKeepTheSettings(Visitor visitor, RunningConsole console)
      throws Exception {
    Api api = new Api(console);
    String id = api.createConfiguration("Kept limits", URL, "0123456789abcdef0123456789abcdef");
    open(visitor, console, id);
    visitor.fill("Requests in flight", "2");
    visitor.fill("Requests per second", "5");
    visitor.choose("Payload", "Payload 2");
    visitor.choose("Download link protection", "Only the receiver’s networks");
    visitor.fill("Networks of the receiver", "203.0.113.0/24");
    visitor.check("The receiver gets notices");
    visitor.pressIn("Settings", "Save");
    visitor.sees("At most 2 requests in flight and 5 per second");

    visitor.press("Disable");
    visitor.pressInWindow("Disable");
    visitor.sees("Disabled: nothing is sent");
    visitor.press("Enable");
    visitor.pressInWindow("Enable");
    visitor.doesNotSee("Disabled: nothing is sent");

    JsonNode stored = api.read(id);
    assertThat(stored.path("maxInFlight").asInt()).isEqualTo(2);
    assertThat(stored.path("maxPerSecond").asInt()).isEqualTo(5);
    assertThat(stored.path("payloadVersion").asInt()).isEqualTo(2);
    assertThat(stored.path("downloadProtection").asText()).isEqualTo("networks");
    assertThat(stored.path("receiverRequests").toString())
        .isEqualTo("{\"enabled\":false,\"allowedNetworks\":[\"203.0.113.0/24\"]}");
    assertThat(stored.path("receiverNotices").asBoolean()).isTrue();
  }

  private static void open(Visitor visitor, RunningConsole console, String id) {
    visitor.signIn(console);
    visitor.open(console.origin().resolve("/console/configurations/" + id));
  }
}
