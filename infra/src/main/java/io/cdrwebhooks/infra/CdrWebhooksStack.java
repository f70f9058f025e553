package io.cdrwebhooks.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/// The whole deployment of one environment, in the order in which a report meets its parts.
final class CdrWebhooksStack extends Stack {
  CdrWebhooksStack(Construct scope, DeploymentSettings settings) {
    super(
        scope,
        "CdrWebhooks-" + settings.environmentName(),
        StackProps.builder().description("Signed webhook delivery of CDR reports").build());
    Tags.of(this).add("environment", settings.environmentName());

    // The API before the functions: dispatch is told its address, and its routes lead to functions.
    SharedParts parts =
        new SharedParts(
            new RecordTables(this, "Records"),
            new SignatureEncryption(this, "SignatureEncryption"),
            new ReportArrivals(this, "ReportArrivals"),
            new WorkQueue(this, "DueAttempts", Dispatch.TIMEOUT),
            new NoticeBus(this, "Notices"),
            new PublicApi(this, "PublicApi", settings));
    new Dispatch(this, "Dispatch", settings, parts);
    new ScheduledWork(this, "ScheduledWork", settings, parts);
    new DownloadLinks(this, "DownloadLinks", settings, parts);
    new ConfigurationApi(this, "ConfigurationApi", settings, parts);

    output("ReportBucketName", parts.arrivals().bucket().getBucketName());
    output("NoticesBusName", parts.notices().name());
    output("ApiBaseUrl", parts.api().callbackBaseUrl() + PublicApi.BASE_PATH);
  }

  private void output(String id, String value) {
    CfnOutput.Builder.create(this, id).value(value).build();
  }
}
