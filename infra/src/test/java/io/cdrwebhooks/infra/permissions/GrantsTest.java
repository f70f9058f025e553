package io.cdrwebhooks.infra.permissions;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that each function may do what its code calls, and with records and reports no more than
/// that.
///
/// The tests of `local-tests` run the functions and check that `build-support/calls.txt` lists
/// their calls.
class GrantsTest {
  @Test
  void everyCallOfTheCodeIsAllowed() throws IOException {
    assertThat(ListedCall.all())
        .extracting(ListedCall::handler)
        .containsAll(EXAMPLE.functions().keySet());

    assertThat(lacking(EXAMPLE, ListedCall.BUCKET)).isEmpty();
  }

  @Test
  void everyCallOfTheCodeIsAllowedWithAnExistingBucket() throws IOException {
    assertThat(lacking(SynthesisedDeployment.other(), ":s3:::exports")).isEmpty();
  }

  @Test
  void recordsAndReportsAllowOnlyTheCallsOfTheCode() throws IOException {
    Set<String> unused = new TreeSet<>();
    for (String handler : EXAMPLE.functions().keySet()) {
      Set<String> needed = new HashSet<>();
      for (ListedCall call : ListedCall.all()) {
        if (call.handler().equals(handler)) {
          call.needs().forEach(permission -> needed.add(permission.toString()));
        }
      }
      granted(EXAMPLE, handler)
          .filter(grant -> grant.action().matches("(dynamodb|s3):.*"))
          .map(grant -> knownAs(grant).toString())
          .filter(grant -> !needed.contains(grant))
          .forEach(grant -> unused.add(handler + ": " + grant));
    }

    assertThat(unused).isEmpty();
  }

  /// The permissions that the code needs and the template does not grant.
  private static List<String> lacking(SynthesisedDeployment deployment, String bucket)
      throws IOException {
    List<String> lacking = new ArrayList<>();
    for (ListedCall call : ListedCall.all()) {
      for (Permission needed : call.needs()) {
        String resource = needed.resource().equals(ListedCall.BUCKET) ? bucket : needed.resource();
        boolean allowed =
            granted(deployment, call.handler())
                .anyMatch(
                    grant ->
                        grant.action().equals(needed.action())
                            && grant.part().equals(needed.part())
                            && isAbout(resource, grant.resource()));
        if (!allowed) {
          lacking.add("%s: %s, for %s".formatted(call.handler(), needed, call));
        }
      }
    }
    return lacking;
  }

  /// The permissions of a function's role, each action on each resource separately.
  private static Stream<Permission> granted(SynthesisedDeployment deployment, String handler) {
    Object role = Map.of("Ref", at(deployment.functions().get(handler), "Role", "Fn::GetAtt", 0));
    return deployment.properties("AWS::IAM::Policy").values().stream()
        .filter(policy -> ((List<?>) at(policy, "Roles")).contains(role))
        .flatMap(policy -> ((List<?>) at(policy, "PolicyDocument", "Statement")).stream())
        .filter(statement -> at(statement, "Effect").equals("Allow"))
        .flatMap(
            statement ->
                listed(at(statement, "Action"))
                    .flatMap(
                        action ->
                            listed(at(statement, "Resource"))
                                .map(resource -> permission((String) action, resource))));
  }

  /// An ARN is an expression, alone or followed by a suffix.
  private static Permission permission(String action, Object resource) {
    if (resource instanceof Map<?, ?> expression
        && expression.get("Fn::Join") instanceof List<?> join
        && ((List<?>) join.getLast()).getLast() instanceof String end
        && (end.startsWith("/index/") || end.contains("/") && end.endsWith("*"))) {
      int slash = end.indexOf('/');
      return new Permission(
          action, resource.toString().replace(end, end.substring(0, slash)), end.substring(slash));
    }
    return new Permission(action, resource.toString(), "");
  }

  /// In the same stack, in the state stack, or in no stack.
  private static boolean isAbout(String resource, String arn) {
    return arn.contains("[" + resource)
        || arn.contains("{Ref=" + resource)
        || arn.contains("ExportsOutputFnGetAtt" + resource)
        || resource.startsWith(":") && arn.contains(resource);
  }

  /// By the beginning of its id, as in the list.
  private static Permission knownAs(Permission grant) {
    return Stream.of(
            "RecordsWebhookConfigurations",
            "RecordsCdrTasks",
            "RecordsDeliveries",
            "RecordsDownloadLinks",
            "RecordsStatistics",
            "RecordsChanges",
            ListedCall.BUCKET)
        .filter(known -> isAbout(known, grant.resource()))
        .findFirst()
        .map(known -> new Permission(grant.action(), known, grant.part()))
        .orElse(grant);
  }

  private static Stream<?> listed(Object oneOrMore) {
    return oneOrMore instanceof List<?> list ? list.stream() : Stream.of(oneOrMore);
  }
}
