package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tagged slow because it needs the packages, which the quick build does not make.
@Tag("slow")
class FunctionPackagesTest {
  @Test
  void packagesAreBelow15Megabytes() throws Exception {
    assertThat(BuildFolders.ofThisBuild().packageSizes())
        .hasSize(3)
        .allSatisfy(size -> assertThat(size.median()).as(size.name()).isLessThan(15));
  }
}
