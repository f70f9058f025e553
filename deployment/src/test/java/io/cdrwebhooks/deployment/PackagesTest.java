package io.cdrwebhooks.deployment;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Tests the packages of all modules except `chaos` and `bench`: the class path of this module has
/// them.
class PackagesTest {
  private static final int MOST_FILES = 25;

  /// To be cut: packages that had more files when this test was written.
  private static final Set<String> LARGER =
      Set.of("io.cdrwebhooks.aws.dynamodb", "io.cdrwebhooks.delivery", "io.cdrwebhooks.local");

  private static final JavaClasses CLASSES = imported();

  /// Other libraries' classes are not read: nothing here asks about them.
  private static JavaClasses imported() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.cdrwebhooks");
  }

  @Test
  void packagesDoNotFormACycle() {
    slices()
        .matching("io.cdrwebhooks.(**)")
        .should()
        .beFreeOfCycles()
        // To be cut: the local system's packages use StartFailure and PrivateFile of the one above.
        .ignoreDependency(
            resideInAPackage("io.cdrwebhooks.local.*"), resideInAPackage("io.cdrwebhooks.local"))
        .check(CLASSES);
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
                assertThat(count <= MOST_FILES || LARGER.contains(name))
                    .as("%s has %d files", name, count)
                    .isTrue());
  }
}
