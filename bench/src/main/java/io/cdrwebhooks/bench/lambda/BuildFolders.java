package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folders of this build's results; each kind of build has other names for them.
public record BuildFolders(Path repository, Path benchFolder) {
  private static final String BENCH = "bench";
  private static final double MOST_MEGABYTES = 15;

  /// Returns the folders of the build that made this class.
  public static BuildFolders ofThisBuild() {
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

  /// Measures the sizes of the functions' packages, as they are uploaded.
  public List<Figure> packageSizes() throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (String module :
        Stream.of(Subject.values()).map(subject -> subject.module).distinct().toList()) {
      double megabytes = Files.size(functionPackage(module)) / 1e6;
      figures.add(Figure.of(module, "MB", List.of(megabytes)).atMost(MOST_MEGABYTES));
    }
    return figures;
  }

  /// Returns the folder of Lambda's own jars, which are on the class path of its managed runtime.
  Path lambdaClient() {
    return benchFolder.resolve("lambda-client");
  }
}
