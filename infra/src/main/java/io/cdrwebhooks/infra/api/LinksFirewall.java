package io.cdrwebhooks.infra.api;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.AllowActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.BlockActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.ByteMatchStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.CustomHTTPHeaderProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.CustomResponseProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.DefaultActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.FieldToMatchProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RateBasedStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.TextTransformationProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.constructs.Construct;

/// The firewall in front of the download links. It passes only requests for links, up to a limit
/// for each address in five minutes. It answers requests over the limit with 429, and all others
/// with 403.
public final class LinksFirewall extends Construct {
  private static final int FIVE_MINUTES = 300;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String RETRY_AFTER_SECONDS = "60";

  private final CfnWebACL rules;

  /// `path` is the beginning of each link's path.
  public LinksFirewall(Construct scope, String id, String path, int perAddress) {
    super(scope, id);
    BlockActionProperty refuse = BlockActionProperty.builder().build();
    rules =
        CfnWebACL.Builder.create(this, "Rules")
            .description("Download links of CDR Webhooks")
            .scope("CLOUDFRONT")
            .defaultAction(DefaultActionProperty.builder().block(refuse).build())
            .visibilityConfig(counted("Links"))
            .rules(
                List.of(
                    rule(0, "LimitOfAnAddress", answer429(), above(perAddress)),
                    rule(1, "LinksAlone", pass(), pathBeginsWith(path))))
            .build();
  }

  public String arn() {
    return rules.getAttrArn();
  }

  private static RuleProperty rule(
      int priority, String name, RuleActionProperty action, StatementProperty condition) {
    return RuleProperty.builder()
        .priority(priority)
        .name(name)
        .action(action)
        .statement(condition)
        .visibilityConfig(counted(name))
        .build();
  }

  private static RuleActionProperty answer429() {
    CustomHTTPHeaderProperty retryAfter =
        CustomHTTPHeaderProperty.builder().name("Retry-After").value(RETRY_AFTER_SECONDS).build();
    CustomResponseProperty answer =
        CustomResponseProperty.builder()
            .responseCode(TOO_MANY_REQUESTS)
            .responseHeaders(List.of(retryAfter))
            .build();
    return RuleActionProperty.builder()
        .block(BlockActionProperty.builder().customResponse(answer).build())
        .build();
  }

  private static RuleActionProperty pass() {
    return RuleActionProperty.builder().allow(AllowActionProperty.builder().build()).build();
  }

  private static StatementProperty above(int perAddress) {
    return StatementProperty.builder()
        .rateBasedStatement(
            RateBasedStatementProperty.builder()
                .aggregateKeyType("IP")
                .evaluationWindowSec(FIVE_MINUTES)
                .limit(perAddress)
                .build())
        .build();
  }

  private static StatementProperty pathBeginsWith(String path) {
    TextTransformationProperty none =
        TextTransformationProperty.builder().priority(0).type("NONE").build();
    return StatementProperty.builder()
        .byteMatchStatement(
            ByteMatchStatementProperty.builder()
                .fieldToMatch(FieldToMatchProperty.builder().uriPath(Map.of()).build())
                .positionalConstraint("STARTS_WITH")
                .searchString(path)
                .textTransformations(List.of(none))
                .build())
        .build();
  }

  /// Counts requests without samples, because a link's path contains its token.
  private static VisibilityConfigProperty counted(String metric) {
    return VisibilityConfigProperty.builder()
        .cloudWatchMetricsEnabled(true)
        .metricName(metric)
        .sampledRequestsEnabled(false)
        .build();
  }
}
