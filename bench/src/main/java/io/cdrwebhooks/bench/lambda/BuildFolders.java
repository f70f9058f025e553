package io.cdrwebhooks.bench.lambda;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The folders with this build's results; their names depend on the kind of build.
record BuildFolders(Path repository, Path benchFolder) {
  private static final String BENCH = "bench";

  /// Returns the folders of the build that made this class.
  static BuildFolders ofThisBuild() {
    try {
      Path classes =
          Path.of(BuildFolders.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = above(classes);
      Path module = folder;
      while (!module.endsWith(BENCH) || !Files.exists(module.resolve("pom.xml"))) {
        module = above(module);
      }
      return new BuildFolders(above(module), folder);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path above(Path folder) {
    return Objects.requireNonNull(
        folder.getParent(), "build folder must be inside its module: " + folder);
  }

  /// Returns the package of a function's module.
  ///
  /// @throws IOException if this build has not made it
  Path functionPackage(String module) throws IOException {
    Path folder = repository.resolve(BENCH).relativize(benchFolder);
    Path zip = repository.resolve(module).resolve(folder).resolve(module + ".zip");
    if (!Files.exists(zip)) {
      throw new IOException("package of " + module + " must be built first: " + zip);
    }
    return zip;
  }
}
