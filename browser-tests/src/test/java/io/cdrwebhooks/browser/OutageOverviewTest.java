package io.cdrwebhooks.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests that the overview tells the truth while three receivers fail, and leads to the causes.
@InTheBrowser
class OutageOverviewTest {
  private static final List<String> NAMES = List.of("Outage A", "Outage B", "Outage C");
  private static final Pattern NUMBER = Pattern.compile("([0-9][0-9,]*) [a-z]");

  @Test
  void outageShowsInTheFiguresAndNamesItsReceivers(Visitor visitor, RunningConsole console)
      throws Exception {
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.fails(true);
      Api api = new Api(console);
      for (int i = 0; i < NAMES.size(); i++) {
        int task = 4701 + i;
        String id = api.createConfiguration(NAMES.get(i), receiver.url("/cdr"), "0123456789abcdef");
        api.saveTask(task, "Task of " + NAMES.get(i), id);
        for (int report = 0; report < 5; report++) {
          console.upload("reports/" + task + "/early" + report + ".zip");
        }
        api.waitUntilFailing(id);
        console.upload("reports/" + task + "/waits.zip");
        api.sendTest(id);
      }

      visitor.signIn(console);
      visitor.follow("Overview");
      visitor.isAt("Needs attention");
      NAMES.forEach(visitor::seesLink);
      assertThat(figure(visitor, "Attempt success")).doesNotContain("100 %");
      assertThatItAddsUp(figure(visitor, "Deliveries"));

      int before = visitor.actions();
      visitor.follow("Outage B");
      visitor.sees("The receiver is failing; deliveries are waiting");
      visitor.hasDone("The reason why a customer gets nothing is found", before, 2);

      visitor.open(console.origin().resolve("/console/deliveries?task=4702"));
      visitor.sees("Retrying");
      visitor.press("Why early0.zip is retrying");
      visitor.sees("The receiver answered 503.");
      visitor.sees("of 13.");
      visitor.sees("If no attempt succeeds, it fails on");

      visitor.open(console.origin().resolve("/console/deliveries?test=true"));
      visitor.sees("webhook-test-");
      visitor.open(console.origin().resolve("/console/deliveries"));
      visitor.sees("webhook-test-");
      visitor.press("Hide tests");
      visitor.sees("waits.zip");
      visitor.doesNotSee("webhook-test-");
    }
  }

  /// Reports fail only after three days, so the test imitates the answer.
  @Test
  void recoveredReceiverLinksToTheReportsItMissed(Visitor visitor, RunningConsole console)
      throws Exception {
    String id =
        new Api(console)
            .createConfiguration(
                "Missed some", URI.create("https://missed.example/cdr"), "0123456789abcdef");
    String none = "{\"count\":0,\"more\":false}";
    String item =
        """
        {"configurationId":"%s","name":"Missed some","state":"MISSED_REPORTS",
         "since":"2026-11-21T10:15:30.000Z","lastFailureAt":null,"lastFailureReason":null,
         "waiting":%2$s,"held":%2$s,"failed":{"count":12,"more":false},
         "failedSince":"2026-11-20T10:15:30.000Z","givesUpAt":null,"remedy":"RESEND"}\
        """
            .formatted(id, none);
    String answer =
        "{\"items\":[%s],\"complete\":true,\"waitingForFailing\":%s}".formatted(item, none);
    visitor.imitate("**/attention", answer);
    visitor.signIn(console);

    visitor.follow("Overview");
    visitor.sees("Working now; missed reports since");
    visitor.follow("Resend 12 failed: Missed some");

    assertThat(visitor.page()).hasURL(Pattern.compile("from=2026-11-20T10%3A15%3A30.000Z"));
    assertThat(visitor.field("From")).hasValue(Pattern.compile("^2026-11-(19|20|21)T"));
  }

  private static String figure(Visitor visitor, String name) {
    Locator figure =
        visitor
            .page()
            .locator("section[aria-label=Figures] > *")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        visitor.page().locator("h2", new Page.LocatorOptions().setHasText(name))));
    figure.waitFor();
    return figure.innerText();
  }

  /// The first line is the name, the second the number of all, and the rest the states.
  private static void assertThatItAddsUp(String figure) {
    List<String> lines = Arrays.stream(figure.split("\n")).filter(line -> !line.isBlank()).toList();
    Matcher states = NUMBER.matcher(String.join(" ", lines.subList(2, lines.size())));
    long sum = states.results().mapToLong(found -> number(found.group(1))).sum();
    assertThat(number(lines.get(1))).as(figure).isEqualTo(sum).isPositive();
  }

  private static long number(String text) {
    return Long.parseLong(text.strip().replace(",", ""));
  }
}
