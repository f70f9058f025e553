package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedClassesTest {
  private static final String LOG =
      """
      java.lang.Object source: shared objects file
      sun.security.ssl.Alert source: jrt:/java.base
      com.example.one.two.three.A source: file:/var/task/lib/one.jar
      com.example.one.two.three.B source: file:/var/task/lib/one.jar
      com.example.Other source: file:/var/task/lib/other.jar
      com.example.Other$$Lambda/0x00007f1c source: com.example.Other
      """;

  @Test
  void classesOfJarsAreCountedAsParsed(@TempDir Path folder) throws Exception {
    Path log = Files.writeString(folder.resolve("classes.log"), LOG);

    LoadedClasses classes = LoadedClasses.read(log);

    assertThat(classes.all()).hasSize(6);
    assertThat(classes.parsed()).hasSize(3);
    assertThat(classes.below("com.example.one.")).hasSize(2);
    assertThat(classes.largest(1)).isEqualTo("     2 com.example.one.two");
  }
}
