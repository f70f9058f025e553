package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The folders with the results of the build that made this class; their names depend on the kind
/// of build.
final class BuildFolders {
  private BuildFolders() {}

  /// Returns the folder with the bench's results, such as `bench/target`.
  static Path ofBench() {
    URL classes = BuildFolders.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(classes.toString())).resolve("..").normalize();
  }

  /// Returns the package of a function's module.
  ///
  /// @throws IOException if this build has not made it
  static Path functionPackage(String module) throws IOException {
    Path bench =
        Stream.iterate(ofBench(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("pom.xml")))
            .findFirst()
            .orElseThrow();
    Path results = bench.resolveSibling(module).resolve(bench.relativize(ofBench()));
    Path zip = results.resolve(module + ".zip");
    if (!Files.exists(zip)) {
      throw new IOException("package of " + module + " must be built first: " + zip);
    }
    return zip;
  }
}
