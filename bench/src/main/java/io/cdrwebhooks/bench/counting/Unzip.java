package io.cdrwebhooks.bench.counting;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// `unzip -p | wc -l`: what somebody would do by hand.
final class Unzip {
  private Unzip() {}

  static boolean isThere() throws InterruptedException {
    try {
      return run("unzip -v", "") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static void countLineFeeds(Path file) throws IOException, InterruptedException {
    if (run("unzip -p \"$1\" | wc -l", file.toString()) != 0) {
      throw new IOException("unzip could not read " + file);
    }
  }

  private static int run(String command, String argument) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", command, "sh", argument)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
