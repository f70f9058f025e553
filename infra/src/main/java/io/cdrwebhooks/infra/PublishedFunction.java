package io.cdrwebhooks.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// A Java function as all of ours are: its current code published as a version, which starts from a
/// snapshot and stands behind an alias.
///
/// Only the alias is given out, since a call past it would start without the snapshot.
final class PublishedFunction extends Construct {
  private final Alias live;

  PublishedFunction(
      Construct scope,
      String id,
      FunctionDefinition definition,
      Map<FunctionSetting, String> environment) {
    super(scope, id);
    LogGroup log = LogGroup.Builder.create(this, "Log").retention(RetentionDays.ONE_MONTH).build();
    Function function =
        Function.Builder.create(this, "Function")
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .code(Code.fromAsset(definition.zip().toString()))
            .handler(definition.handlerClass())
            .memorySize(definition.memorySizeMiB())
            .timeout(CdkDuration.of(definition.timeout()))
            .environment(byName(environment))
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .logGroup(log)
            .build();
    live =
        Alias.Builder.create(this, "Live")
            .aliasName("live")
            .version(function.getCurrentVersion())
            .build();
  }

  Alias live() {
    return live;
  }

  private static Map<String, String> byName(Map<FunctionSetting, String> environment) {
    Map<String, String> named = new TreeMap<>();
    environment.forEach((setting, value) -> named.put(setting.name(), value));
    return named;
  }
}
