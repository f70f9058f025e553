package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.Optional;

/// A domain name and its certificate. The certificate is in the deployment's region; for the
/// console and the links it is in us-east-1.
public record Domain(String name, String certificateArn) {
  public Domain {
    require(
        NameRules.DOMAIN_NAME.matcher(name).matches(),
        "A domain must be a name in lower case such as cdr.example.com: " + name);
    require(
        NameRules.CERTIFICATE_ARN.matcher(certificateArn).matches(),
        "The certificate of " + name + " must be the ARN of one in ACM: " + certificateArn);
  }

  /// Reads the two settings whose names begin with `what`.
  static Optional<Domain> read(SettingsFile file, String what) {
    Optional<String> name = file.optional(what + "DomainName");
    Optional<String> certificate = file.optional(what + "CertificateArn");
    require(
        name.isPresent() == certificate.isPresent(),
        what
            + "DomainName and "
            + what
            + "CertificateArn must be given together, but only this one is: "
            + name.or(() -> certificate).orElse(""));
    return name.map(given -> new Domain(given, certificate.orElseThrow()));
  }

  String certificateRegion() {
    return Placement.regionOfArn(certificateArn);
  }
}
