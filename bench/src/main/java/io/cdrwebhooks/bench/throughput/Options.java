package io.cdrwebhooks.bench.throughput;
import java.util.List;
final class Options {
  static List<String> given() {
    String given = System.getProperty("childOptions", "");
    return given.isBlank() ? List.of() : List.of(given.split(" "));
  }
}
