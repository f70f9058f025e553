package io.cdrwebhooks.browser.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.browser.Api;
import io.cdrwebhooks.browser.InTheBrowser;
import io.cdrwebhooks.browser.RunningConsole;
import io.cdrwebhooks.browser.TestReceiver;
import io.cdrwebhooks.browser.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// Tests that earlier links stop working when a configuration gets another URL.
@InTheBrowser
class LinksEndTest {
  private static final String FIELD = "Also revoke all existing download links";

  @Test
  void newUrlEndsTheLinksOfTheOldOneAndLaterLinksWork(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      var _ =
          new Api(console)
              .createConfiguration("Left", receiver.url("/old"), "0123456789-of-the-receiver");
      visitor.signIn(console);
      visitor.follow("Webhook configurations");
      visitor.follow("Left");
      sendTest(visitor);
      assertThat(status(receiver, 0)).isEqualTo(302);

      visitor.openTab("Overview");
      visitor.doesNotSee(FIELD);
      visitor.fill("Full URL", receiver.url("/new").toString());
      visitor.check(FIELD);
      visitor.press("Save");
      visitor.sees("Revoking links: 1 link so far");
      assertThat(status(receiver, 0)).isEqualTo(404);

      sendTest(visitor);
      assertThat(status(receiver, 1)).isEqualTo(302);
    }
  }

  private static void sendTest(Visitor visitor) {
    visitor.openTab("Send test");
    visitor.press("Send test");
    visitor.sees("answered 200");
  }

  /// Returns the answer to the link of a request, from 0.
  private static int status(TestReceiver receiver, int request)
      throws IOException, InterruptedException {
    String body = receiver.received().get(request).body();
    URI link = URI.create(new ObjectMapper().readTree(body).required("callbackURL").asText());
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
