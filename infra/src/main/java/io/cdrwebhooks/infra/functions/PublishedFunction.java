package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// A Java function of the deployment. Its current code is published as a version, which starts from
/// a snapshot. Callers reach the version through an alias, and it is called at least once a day.
///
/// Other constructs get only the alias, because a call past it would start without the snapshot.
/// Versions stay, so that the alias can point back to the previous one. But the version of a failed
/// deployment is deleted, or the next attempt with the same code would conflict with it.
public final class PublishedFunction extends Construct {
  /// Turns off the garbage collection that Lambda's client runs just before the snapshot. That
  /// collection makes the JVM check every compiled method again at its first call after each
  /// restore. That costs the first event more time than garbage in the snapshot does, because
  /// garbage is never read.
  ///
  /// The bench starts functions with the same option (`FunctionSettings`).
  private static final String JVM_OPTIONS = "-XX:+DisableExplicitGC";

  /// The metric of snapshots that were taken without a rehearsal.
  public static final String REHEARSALS_FAILED = "RehearsalsFailed";

  public final LogGroup log;
  public final Alias live;

  PublishedFunction(
      Construct scope, String id, DeploymentSettings settings, FunctionDefinition definition) {
    super(scope, id);
    log = LogRetention.log(this, "Log", settings);
    LogRetention.count(log, "snapshot.rehearsal-failed", REHEARSALS_FAILED, settings);
    Function function = function(definition, settings);
    live =
        Alias.Builder.create(this, "Live")
            .aliasName("live")
            .version(function.getCurrentVersion())
            .build();
    invokeEvery(Canary.INTERVAL, this, "Canary", live, definition.canary());
  }

  /// The id of the construct with this function, such as `DispatchFunction`.
  public String name() {
    return Objects.requireNonNull(getNode().getScope()).getNode().getId();
  }

  /// Creates what sends requests of any route to the function.
  HttpLambdaIntegration integration(String id) {
    return HttpLambdaIntegration.Builder.create(id, live).scopePermissionToRoute(false).build();
  }

  /// Creates a schedule that calls the function with this constant event.
  public static void invokeEvery(
      Duration interval, Construct scope, String id, Alias function, Map<String, Object> event) {
    Rule.Builder.create(scope, id)
        .schedule(Schedule.rate(CdkDuration.of(interval)))
        .targets(
            List.of(
                LambdaFunction.Builder.create(function)
                    .event(RuleTargetInput.fromObject(event))
                    .build()))
        .build();
  }

  private Function function(FunctionDefinition definition, DeploymentSettings settings) {
    Function.Builder builder =
        Function.Builder.create(this, "Function")
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .code(Code.fromAsset(definition.zip().toString()))
            .handler(definition.handlerClass())
            .memorySize(definition.memorySizeMiB())
            .timeout(CdkDuration.of(definition.timeout()))
            .environment(variables(definition.environment()))
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .currentVersionOptions(
                VersionOptions.builder()
                    .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                    .build())
            .role(role(definition))
            .logGroup(log)
            .loggingFormat(LoggingFormat.JSON)
            .systemLogLevelV2(settings.operators().systemLogLevel())
            .tracing(settings.operators().tracing() ? Tracing.ACTIVE : Tracing.DISABLED);
    definition.reservedConcurrency().ifPresent(builder::reservedConcurrentExecutions);
    definition
        .network()
        .ifPresent(
            network ->
                builder
                    .vpc(network.vpc)
                    .vpcSubnets(
                        SubnetSelection.builder()
                            .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                            .build())
                    .securityGroups(List.of(network.securityGroup)));
    return builder.build();
  }

  /// Creates the role. The CDK's own role could write to every log of the account.
  private Role role(FunctionDefinition definition) {
    Role role = LogRetention.writer(this, "Role", log);
    if (definition.network().isPresent()) {
      // Lambda requests them under the function's name, and accepts no narrower resource.
      role.addToPolicy(networkInterfaces(Effect.ALLOW).build());
      // Lambda itself needs this permission, not the function's code: only requests from the code
      // name a function.
      role.addToPolicy(
          networkInterfaces(Effect.DENY)
              .conditions(Map.of("Null", Map.of("lambda:SourceFunctionArn", "false")))
              .build());
    }
    return role;
  }

  private static PolicyStatement.Builder networkInterfaces(Effect effect) {
    return PolicyStatement.Builder.create()
        .effect(effect)
        .actions(
            List.of(
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses"))
        .resources(List.of("*"));
  }

  /// Returns the environment variables of the process, including the JVM's.
  private static Map<String, String> variables(Map<FunctionVariable, String> environment) {
    Map<String, String> named = new TreeMap<>(Map.of("JAVA_TOOL_OPTIONS", JVM_OPTIONS));
    environment.forEach((variable, value) -> named.put(variable.name(), value));
    return named;
  }
}
