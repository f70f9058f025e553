package io.cdrwebhooks.infra.settings;

import static io.cdrwebhooks.infra.settings.UnusableSettingsException.require;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The issuer whose tokens the API accepts.
public sealed interface Tokens {
  static Tokens read(SettingsFile file) {
    Optional<String> issuer = file.optional("oidcIssuer");
    List<String> audience = file.list("audience");
    Optional<String> readScope = file.optional("readScope");
    Optional<String> writeScope = file.optional("writeScope");
    Optional<String> consoleClientId = file.optional("consoleClientId");
    List<String> consoleSignInOrigins = file.list("consoleSignInOrigins");
    boolean programsMayWrite = file.isTrue("programsMayWrite");
    if (issuer.isPresent()) {
      require(
          !programsMayWrite,
          "programsMayWrite is for the deployment's user pool, but oidcIssuer is given");
      return new OfIssuer(
          SettingsFile.address("oidcIssuer", issuer.get()),
          audience,
          scopes(readScope, writeScope),
          consoleClientId,
          consoleSignInOrigins);
    }
    require(
        audience.isEmpty()
            && readScope.isEmpty()
            && writeScope.isEmpty()
            && consoleClientId.isEmpty()
            && consoleSignInOrigins.isEmpty(),
        "audience, readScope, writeScope, consoleClientId and consoleSignInOrigins need an"
            + " oidcIssuer");
    return new OfOwnUserPool(programsMayWrite);
  }

  private static Scopes scopes(Optional<String> read, Optional<String> write) {
    try {
      return new Scopes(read.orElse(Scopes.STANDARD.read()), write.orElse(Scopes.STANDARD.write()));
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException("readScope and writeScope: " + e.getMessage(), e);
    }
  }

  /// An existing issuer. `issuer` must equal the tokens' issuer exactly, including a trailing
  /// slash. `consoleClientId` is the issuer's client id of the console, if people may sign in
  /// there. `consoleSignInOrigins` are the origins from which it gets tokens, apart from the
  /// issuer's.
  record OfIssuer(
      URI issuer,
      List<String> audience,
      Scopes scopes,
      Optional<String> consoleClientId,
      List<String> consoleSignInOrigins)
      implements Tokens {
    // The form of an origin that is safe in a Content-Security-Policy.
    private static final Pattern ORIGIN = Pattern.compile("https://[a-z0-9.-]+(:[0-9]{1,5})?");

    public OfIssuer {
      require(
          "https".equals(issuer.getScheme())
              && issuer.getHost() != null
              && issuer.getRawUserInfo() == null
              && issuer.getRawQuery() == null
              && issuer.getRawFragment() == null,
          "oidcIssuer must be an https address without user, query and fragment: " + issuer);
      audience = List.copyOf(audience);
      require(!audience.isEmpty(), "audience must not be empty");
      consoleSignInOrigins = List.copyOf(consoleSignInOrigins);
      require(
          consoleSignInOrigins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
          "consoleSignInOrigins must be https origins without a path, separated by commas: "
              + String.join(",", consoleSignInOrigins));
    }
  }

  /// A user pool that the deployment creates, for environments without an issuer.
  /// `programsMayWrite` is whether it has a client for programs that change things.
  record OfOwnUserPool(boolean programsMayWrite) implements Tokens {}
}
