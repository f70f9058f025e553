package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How large the functions' packages are, as they are uploaded; there is nothing to repeat.
public final class PackageSizes implements Section {
  private static final Target BELOW_15_MEGABYTES = Target.atMost(15);

  @Override
  public String name() {
    return "packages";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (String module : Stream.of(Subject.values()).map(Subject::module).distinct().toList()) {
      double megabytes = Files.size(BuildFolders.ofThisBuild().functionPackage(module)) / 1e6;
      figures.add(Figure.of(module, "MB", List.of(megabytes), BELOW_15_MEGABYTES));
    }
    return figures;
  }
}
