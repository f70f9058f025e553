package io.cdrwebhooks.infra.settings;

import java.util.regex.Pattern;

/// AWS's rules for names, addresses and ARNs, as far as a settings file alone can be checked.
final class NameRules {
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  // The last label has no leading digit, so an IP address is not a domain.
  private static final String DOMAIN = "(?:" + LABEL + "\\.)+(?![0-9])" + LABEL;
  private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";

  static final Pattern DOMAIN_NAME = Pattern.compile("(?=.{1,253}$)" + DOMAIN);

  /// One address without a display name, quotes or comments, as SNS accepts it (RFC 5321, 4.5.3.1).
  static final Pattern EMAIL =
      Pattern.compile(
          "(?=.{1,254}$)(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*@" + DOMAIN,
          Pattern.CASE_INSENSITIVE);

  static final Pattern BUCKET_NAME =
      Pattern.compile("(?=.{3,63}$)(?!(?:[0-9]+\\.){3}[0-9]+$)" + LABEL + "(?:\\." + LABEL + ")*");

  /// The name of an availability zone of a region; functions cannot run in local and wavelength
  /// zones.
  static final Pattern ZONE = Pattern.compile("[a-z]+(?:-[a-z]+)+-[0-9]+[a-z]");

  static final Pattern CERTIFICATE_ARN = arn("acm", "certificate/");

  /// The ARN of a key, not of an alias, which permissions cannot name.
  static final Pattern KEY_ARN = arn("kms", "key/");

  /// The ARN of a multi-Region key.
  static final Pattern MULTI_REGION_KEY_ARN = arn("kms", "key/mrk-");

  private NameRules() {}

  private static Pattern arn(String service, String resource) {
    return Pattern.compile(
        "arn:aws[a-z-]*:" + service + ":[a-z0-9-]+:[0-9]{12}:" + resource + "[A-Za-z0-9-]+");
  }
}
