package io.cdrwebhooks.infra.permissions;

import java.util.Map;

/// Explains why the deployment breaks rules of AwsSolutions: rule and resource, then the reason.
final class AwsSolutionsReasons {
  private static final String WILDCARDS =
      "prefixes, indexes and the CDK's own function: WildcardsTest lists each with its reason";
  private static final String S3_LOG =
      "S3's access log would contain presigned URLs; the delivery records who followed its links";

  static final Map<String, String> BY_FINDING =
      Map.ofEntries(
          Map.entry(
              "APIG4"
                  + " PublicApi/HttpApi/ANY--bulk--cdr-mgr--v1--cdr-download-files--{token}/Resource",
              "the token in a link's path is its credential"),
          Map.entry(
              "APIG4 PublicApi/HttpApi/GET--bulk--cdr-mgr--v1--health/Resource",
              "answers UP and nothing else, for monitoring"),
          Map.entry(
              "APIG4 PublicApi/HttpApi/POST--bulk--cdr-mgr--v1--receiver-requests/Resource",
              "the signature over the request's body is its credential"),
          Map.entry(
              "CFR1 Console/Distribution/Resource",
              "operators may be anywhere; the pages are useless without a token"),
          Map.entry(
              "CFR2 Console/Distribution/Resource",
              "a web firewall costs more a month than everything else at rest; routes are"
                  + " throttled, and everything but static pages needs a token"),
          Map.entry(
              "CFR3 Console/Distribution/Resource",
              "API requests are in the API's log; static pages are not worth one"),
          Map.entry(
              "CFR4 Console/Distribution/Resource",
              "CloudFront's own certificate allows nothing else; with consoleDomainName it is"
                  + " TLS 1.2"),
          Map.entry("CFR1 Distribution/Resource", "receivers may be anywhere"),
          Map.entry("CFR3 Distribution/Resource", "a log would contain the tokens of links"),
          Map.entry(
              "COG3 Users/Pool/Resource",
              "threat protection needs a more expensive plan; people have a second factor, and"
                  + " sign-up is off"),
          Map.entry("IAM5 ConfigurationApi/Handler/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry("IAM5 ConsolePages/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry("IAM5 Dispatch/Handler/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry("IAM5 DownloadLinks/Handler/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry("IAM5 ReceiverRequests/Handler/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry("IAM5 ScheduledWork/Handler/Role/DefaultPolicy/Resource", WILDCARDS),
          Map.entry(
              "L1 Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/Resource",
              "the CDK's own function, in the version of Python that the CDK tests it with"),
          Map.entry("S1 ReportArrivals/Reports/Resource", S3_LOG),
          Map.entry(
              "S1 AccessTrail/Records/Resource",
              "records of accesses, which only CloudTrail writes; who reads them is in the"
                  + " account's own trail"),
          Map.entry(
              "S1 Console/Files/Resource", "public pages, which only the distribution reads"));

  private AwsSolutionsReasons() {}
}
