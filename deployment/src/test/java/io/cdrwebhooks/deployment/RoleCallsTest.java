package io.cdrwebhooks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.local.Steps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleCallsTest {
  private static final Map<String, String> ROLES =
      Map.of("DispatchHandlerRole0123ABCD", "stack-DispatchRole-1", "Other", "stack-Other-2");

  /// One function that may read items, send messages and write its log.
  private static final String TEMPLATE =
      """
      {"Resources": {
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "java25",
          "Role": {"Fn::GetAtt": ["DispatchHandlerRole0123ABCD", "Arn"]}}},
        "Helper": {"Type": "AWS::Lambda::Function", "Properties": {"Runtime": "python3.13",
          "Role": {"Fn::GetAtt": ["Other", "Arn"]}}},
        "Policy": {"Type": "AWS::IAM::Policy", "Properties": {
          "Roles": [{"Ref": "DispatchHandlerRole0123ABCD"}],
          "PolicyDocument": {"Statement": [
            {"Effect": "Allow", "Action": ["dynamodb:GetItem", "logs:PutLogEvents"]},
            {"Effect": "Allow", "Action": "sqs:SendMessage"},
            {"Effect": "Deny", "Action": "ec2:CreateNetworkInterface"}]}}}}}
      """;

  private static final String EXPLAINED =
      "# a comment\n\nevery logs:PutLogEvents Lambda writes it\n";
  private static final List<String> USE =
      List.of(call("dynamodb:GetItem", true), call("sqs:SendMessage", true));

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void writeTemplate() throws IOException {
    Files.writeString(folder.resolve("template.json"), TEMPLATE);
  }

  @Test
  void everyPermissionIsUsedOrExplained() {
    assertThatCode(() -> compare(USE, EXPLAINED)).doesNotThrowAnyException();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("2 calls of 1 functions, none refused; of 3 permissions 2 used, 1 explained");
  }

  @Test
  void refusedCallFails() {
    assertThatThrownBy(
            () ->
                compare(
                    List.of(USE.get(0), USE.get(1), call("dynamodb:PutItem", false)), EXPLAINED))
        .isInstanceOf(TrialFailure.class)
        .hasMessageEndingWith("not allowed: Dispatch dynamodb:PutItem on arn:of:resource");
  }

  @Test
  void unusedPermissionFails() {
    assertThatThrownBy(() -> compare(USE.subList(0, 1), EXPLAINED))
        .hasMessageEndingWith("allowed, not used and not explained: Dispatch sqs:SendMessage");
  }

  @Test
  void explanationOfPermissionInUseFails() {
    String stale = EXPLAINED + "Dispatch dynamodb:GetItem no reason any more\n";

    assertThatThrownBy(() -> compare(USE, stale))
        .hasMessageEndingWith(
            "explained as unused, but used or not allowed: Dispatch dynamodb:GetItem");
  }

  @Test
  void explanationOfUngrantedPermissionFails() {
    String stale = EXPLAINED + "every s3:GetObject no reason any more\n";

    assertThatThrownBy(() -> compare(USE, stale))
        .hasMessageEndingWith("explained as unused, but used or not allowed: every s3:GetObject");
  }

  @Test
  void callsOfOtherRolesDoNotCount() {
    String other = USE.get(1).replace("stack-DispatchRole-1", "stack-Other-2");

    assertThatThrownBy(() -> compare(List.of(USE.get(0), other), EXPLAINED))
        .hasMessageEndingWith("allowed, not used and not explained: Dispatch sqs:SendMessage");
  }

  private void compare(List<String> calls, String explained) throws IOException {
    Path file = Files.write(folder.resolve("calls.jsonl"), calls);
    Path explanations = Files.writeString(folder.resolve("explained.txt"), explained);
    new RoleCalls(file, explanations)
        .expectPermissionsInUse(
            ROLES,
            folder.resolve("template.json"),
            new Steps(new PrintStream(printed, true, StandardCharsets.UTF_8)));
  }

  private static String call(String action, boolean allowed) {
    return """
        {"caller": "arn:aws:sts::0:assumed-role/stack-DispatchRole-1/f", "action": "%s", \
        "resource": "arn:of:resource", "allowed": %s}"""
        .formatted(action, allowed);
  }
}
