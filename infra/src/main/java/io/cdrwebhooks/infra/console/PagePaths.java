package io.cdrwebhooks.infra.console;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.constructs.Construct;

/// Maps a path of the console to a file, like the local gateway: CloudFront runs `page-paths.js`
/// before it looks for a file.
final class PagePaths extends Construct {
  private final Function function;

  PagePaths(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    function =
        Function.Builder.create(this, "Function")
            .functionName(settings.namedWithRegion("-Paths"))
            .comment("Pages of the console")
            .runtime(FunctionRuntime.JS_2_0)
            .code(FunctionCode.fromInline(code()))
            .build();
  }

  FunctionAssociation association() {
    return FunctionAssociation.builder()
        .function(function)
        .eventType(FunctionEventType.VIEWER_REQUEST)
        .build();
  }

  private static String code() {
    try (InputStream script = PagePaths.class.getResourceAsStream("page-paths.js")) {
      return new String(
          Objects.requireNonNull(script, "page-paths.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
