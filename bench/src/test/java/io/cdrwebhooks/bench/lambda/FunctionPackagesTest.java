package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Slow only in that it needs packages, which the quick build makes none of.
@Tag("slow")
class FunctionPackagesTest {
  @Test
  void packagesAreBelow15Megabytes() throws Exception {
    assertThat(BuildFolders.ofThisBuild().packageSizes())
        .hasSize(3)
        .allSatisfy(size -> assertThat(size.median()).as(size.name()).isLessThan(15));
  }
}
