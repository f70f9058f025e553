package io.cdrwebhooks.deployment;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tests the packages of all modules except `chaos` and `bench`: the class path of this module has
/// them.
class PackagesTest {
  private static final long MAX_FILES = 25;

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

  @Test
  void noPackageHasMoreFilesThanAScreenShows() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));

    assertThat(files).containsKeys("io.cdrwebhooks.lane", "io.cdrwebhooks.infra.storage");
    assertThat(files)
        .allSatisfy(
            (name, count) ->
                assertThat(count).as("files of %s", name).isLessThanOrEqualTo(MAX_FILES));
  }
}
