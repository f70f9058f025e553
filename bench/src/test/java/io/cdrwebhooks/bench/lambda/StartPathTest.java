package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class StartPathTest {
  /// Each of these packages is a common way to slow a start down unnoticed.
  private static final List<String> BANNED =
      List.of(
          "com.amazonaws.services.lambda.runtime.events",
          "org.joda.",
          "org.apache.logging.",
          "ch.qos.",
          "software.amazon.awssdk.enhanced.",
          "io.netty.");

  private static final String DATABIND = "com.fasterxml.jackson.databind.";
  private static final String PRESIGNER = "software.amazon.awssdk.services.s3.presigner.";
  private static final int LISTED_PACKAGES = 15;

  @ParameterizedTest
  @EnumSource
  void functionLoadsNoMoreClassesThanRecorded(Subject subject, @TempDir Path scratch)
      throws Exception {
    LoadedClasses classes = new FirstEvent(subject, scratch).afterStart();

    Bounds bounds = Bounds.of(subject);
    String advice = advice(subject, classes);
    // Far fewer would mean that the log of the JVM was not understood.
    assertThat(classes.all()).as(advice).hasSizeBetween(bounds.loaded() / 2, bounds.loaded());
    assertThat(classes.parsed()).as(advice).hasSizeBetween(bounds.parsed() / 2, bounds.parsed());
    for (String prefix : banned(subject)) {
      assertThat(classes.below(prefix))
          .as("%s is slow to start with %s", subject, prefix)
          .isEmpty();
    }
  }

  /// Only the function that redirects to reports signs URLs; only the API reads and writes bodies
  /// as JSON trees.
  private static List<String> banned(Subject subject) {
    Stream<String> besides =
        switch (subject) {
          case DISPATCH, ARRIVAL, DUE_ATTEMPTS -> Stream.of(DATABIND, PRESIGNER);
          case DOWNLOAD_LINK -> Stream.of(DATABIND);
          case CONFIG_API -> Stream.of(PRESIGNER);
        };
    return Stream.concat(BANNED.stream(), besides).toList();
  }

  private static String advice(Subject subject, LoadedClasses classes) {
    return """
    The first event of %s loads %d classes, %d of them from jars. Each costs time at every cold start.
    Look for what the start now loads: a client that is made before it is needed, a library, a
    convenience of the SDK, reflection. If it is worth its time, write the new counts and some 3 %%
    into start-path.properties, and say why in the commit. Parsed, by package:
    %s
    """
        .formatted(
            subject.label(),
            classes.all().size(),
            classes.parsed().size(),
            classes.largest(LISTED_PACKAGES));
  }

  private record Bounds(int loaded, int parsed) {
    static Bounds of(Subject subject) throws IOException {
      Properties all = new Properties();
      try (InputStream in = StartPathTest.class.getResourceAsStream("start-path.properties")) {
        all.load(in);
      }
      String[] bounds = all.getProperty(subject.label()).split(" ", -1);
      return new Bounds(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
    }
  }
}
