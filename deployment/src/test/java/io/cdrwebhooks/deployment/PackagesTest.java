package io.cdrwebhooks.deployment;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests the packages of all modules. The classes of `chaos` and `bench` are not on this module's
/// class path, so only the tests that read sources see these two.
class PackagesTest {
  private static final long MAX_FILES = 25;

  /// A package that a source file is in or imports.
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^(?:package|import(?: static)?) (io\\.cdrwebhooks(?:\\.[a-z0-9]++)*+)");

  private static final JavaClasses CLASSES = imported();

  /// Other libraries' classes are not read: nothing here asks about them.
  private static JavaClasses imported() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        // Tests of other modules that this one uses.
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("io.cdrwebhooks");
  }

  @Test
  void packagesDoNotFormACycle() {
    slices().matching("io.cdrwebhooks.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /// The compiler copies constants into the classes that use them, so ArchUnit cannot see each
  /// import.
  @Test
  void importsDoNotFormACycle() throws IOException {
    Map<String, Set<String>> imports = importsByPackage();
    assertThat(imports).containsKeys("io.cdrwebhooks.lane", "io.cdrwebhooks.chaos.world");
    int before;
    do {
      before = imports.size();
      imports.values().removeIf(each -> each.stream().noneMatch(imports::containsKey));
      imports.keySet().retainAll(imports.values().stream().flatMap(Set::stream).collect(toSet()));
    } while (imports.size() < before);

    assertThat(imports).as("packages on a cycle, and what they import").isEmpty();
  }

  private static Map<String, Set<String>> importsByPackage() throws IOException {
    Map<String, Set<String>> imports = new HashMap<>();
    for (Path source : mainSources()) {
      List<String> names = packagesIn(source);
      imports.computeIfAbsent(names.getFirst(), _ -> new HashSet<>()).addAll(names);
    }
    imports.forEach((name, imported) -> imported.remove(name));
    return imports;
  }

  /// Returns the package of a source file, then those that it imports.
  private static List<String> packagesIn(Path source) throws IOException {
    return PACKAGE.matcher(Files.readString(source)).results().map(each -> each.group(1)).toList();
  }

  private static List<Path> mainSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : sourceFolders()) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  /// Returns the folder of the main sources of each module.
  private static List<Path> sourceFolders() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules.map(each -> each.resolve("src/main/java")).filter(Files::isDirectory).toList();
    }
  }

  @Test
  void noPackageHasMoreFilesThanAScreenShows() throws IOException {
    Map<String, Long> files = new HashMap<>();
    for (Path source : mainSources()) {
      if (!source.endsWith("package-info.java")) {
        files.merge(packagesIn(source).getFirst(), 1L, Long::sum);
      }
    }

    assertThat(files).containsKeys("io.cdrwebhooks.lane", "io.cdrwebhooks.chaos.world");
    assertThat(files)
        .allSatisfy(
            (name, count) ->
                assertThat(count).as("files of %s", name).isLessThanOrEqualTo(MAX_FILES));
  }
}
