package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Domain names that replace those of AWS; the owner of their zone points them here. `links` is the
/// name of a distribution in front of the download links, if there is one.
public record Domains(Optional<Domain> api, Optional<Domain> console, Optional<Domain> links) {
  public Domains {
    console.ifPresent(domain -> requireForCloudFront("console", domain));
    links.ifPresent(domain -> requireForCloudFront("links", domain));
    require(
        links.isEmpty() || api.isPresent(),
        "linksDomainName needs an apiDomainName, which the distribution asks");
    List<Domain> all = given(api, console, links);
    require(
        all.stream().map(Domain::name).distinct().count() == all.size(),
        "apiDomainName, consoleDomainName and linksDomainName must differ: "
            + String.join(", ", all.stream().map(Domain::name).toList()));
    Placement.requireOneAccount(all);
  }

  static Domains read(SettingsFile file) {
    return new Domains(
        Domain.read(file, "api"), Domain.read(file, "console"), Domain.read(file, "links"));
  }

  /// Returns the domain names that the settings have.
  public List<Domain> all() {
    return given(api, console, links);
  }

  private static List<Domain> given(
      Optional<Domain> api, Optional<Domain> console, Optional<Domain> links) {
    return Stream.of(api, console, links).flatMap(Optional::stream).toList();
  }

  private static void requireForCloudFront(String what, Domain domain) {
    require(
        domain.certificateRegion().equals("us-east-1"),
        what
            + "CertificateArn must be that of a certificate in us-east-1, the only region where"
            + " CloudFront looks for one: "
            + domain.certificateRegion());
  }
}
