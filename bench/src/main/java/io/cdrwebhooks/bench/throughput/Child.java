package io.cdrwebhooks.bench.throughput;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The other end of a [ChildJvm]: answers questions until there are none.
///
/// Standard output is for answers alone; what a library prints there goes to standard error.
final class Child {
  /// A question's words; the answer's words.
  @FunctionalInterface
  interface Answers {
    List<?> to(List<String> question) throws IOException, InterruptedException;
  }

  private Child() {}

  static PrintStream takeOutput() {
    PrintStream output = System.out;
    System.setOut(System.err);
    return output;
  }

  /// Says that it is ready, in `greeting`, and returns when nobody asks any more.
  static void serve(PrintStream output, List<?> greeting, Answers answers)
      throws IOException, InterruptedException {
    say(output, greeting);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String question = questions.readLine();
    while (question != null) {
      say(output, answers.to(Arrays.asList(question.split(" ", -1))));
      question = questions.readLine();
    }
  }

  private static void say(PrintStream output, List<?> words) {
    output.println(words.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    output.flush();
  }
}
