package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that the same environment can be deployed in several regions of an account. A name that
/// must be unique in the account contains the region, or AWS generates it.
class AccountWideNamesTest {
  /// The services whose names are unique in an account (for buckets, in the world), not in a
  /// region.
  private static final List<String> SERVICES =
      List.of("AWS::Budgets::", "AWS::CloudFront::", "AWS::IAM::", "AWS::Route53::", "AWS::S3::");

  /// The place of the name in each kind of resource, and its greatest length.
  private static final Map<String, Name> NAMES =
      Map.of(
          "AWS::Budgets::Budget", new Name(100, "Budget", "BudgetName"),
          "AWS::CloudFront::Function", new Name(64, "Name"),
          "AWS::CloudFront::OriginAccessControl", new Name(64, "OriginAccessControlConfig", "Name"),
          "AWS::CloudFront::ResponseHeadersPolicy",
              new Name(128, "ResponseHeadersPolicyConfig", "Name"),
          "AWS::CloudWatch::Dashboard", new Name(255, "DashboardName"),
          "AWS::IAM::Role", new Name(64, "RoleName"),
          "AWS::S3::Bucket", new Name(63, "BucketName"));

  /// A distribution has no name, and the policies are part of one role or bucket.
  private static final Set<String> NAMELESS =
      Set.of("AWS::CloudFront::Distribution", "AWS::IAM::Policy", "AWS::S3::BucketPolicy");

  private static final int MAX_REGION = "us-isof-south-1".length();

  private record Name(int longest, Object... path) {}

  @Test
  void accountWideNameHasTheRegionInIt() {
    List<String> named = new ArrayList<>();
    forEachName(
        (type, name) -> {
          assertThat(parts(name)).as(type).contains(Map.of("Ref", "AWS::Region"));
          named.add(type);
        });

    assertThat(named)
        .contains(
            "AWS::CloudFront::Function",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy");
  }

  @Test
  void longestAccountWideNameIsShortEnough() {
    assertThat(SynthesisedDeployment.otherwise(Path.of("")).environmentName()).hasSize(20);
    forEachName(
        (type, name) ->
            assertThat(
                    parts(name).stream()
                        .mapToInt(part -> part instanceof String t ? t.length() : MAX_REGION)
                        .sum())
                .as(type + " " + name)
                .isLessThanOrEqualTo(NAMES.get(type).longest()));
  }

  @Test
  void everyResourceOfTheseServicesIsKnown() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      assertThat(
              Stream.of(deployment.state(), deployment.service())
                  .flatMap(template -> ((Map<?, ?>) at(template, "Resources")).values().stream())
                  .map(resource -> (String) at(resource, "Type"))
                  .filter(type -> SERVICES.stream().anyMatch(type::startsWith)))
          .allMatch(type -> NAMES.containsKey(type) || NAMELESS.contains(type));
    }
  }

  private static void forEachName(BiConsumer<String, Object> check) {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      NAMES.forEach(
          (type, name) ->
              deployment.properties(type).values().stream()
                  .filter(properties -> has(properties, name.path()))
                  .forEach(properties -> check.accept(type, at(properties, name.path()))));
    }
  }

  /// The texts and references that a name is joined from.
  private static List<Object> parts(Object name) {
    return name instanceof String ? List.of(name) : List.copyOf((List<?>) at(name, "Fn::Join", 1));
  }
}
