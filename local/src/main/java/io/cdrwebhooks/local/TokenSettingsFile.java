package io.cdrwebhooks.local;

import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import io.cdrwebhooks.local.token.TokenSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// The settings for tokens in the directory of a running system, for those who want to try an
/// issuer of their own. All of them may be left out, and so may the file.
///
/// `keySet` names a file with the issuer's keys (RFC 7517), from the directory on.
final class TokenSettingsFile {
  static final String NAME = "tokens.properties";

  private static final Set<String> KNOWN =
      Set.of("issuer", "audience", "readScope", "writeScope", "keySet");

  private TokenSettingsFile() {}

  /// @throws StartFailure if what stands there is no such settings
  static TokenSettings in(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return TokenSettings.STANDARD;
    }
    Properties given = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      given.load(reader);
      TreeSet<String> unknown = new TreeSet<>(given.stringPropertyNames());
      unknown.removeAll(KNOWN);
      if (!unknown.isEmpty()) {
        throw new StartFailure(file + " has no setting named " + unknown.first() + ".");
      }
      return settings(given, directory);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(file + " can't be used: " + e.getMessage() + ".", e);
    }
  }

  private static TokenSettings settings(Properties given, Path directory) throws IOException {
    TokenSettings standard = TokenSettings.STANDARD;
    Optional<String> keySet = Optional.ofNullable(given.getProperty("keySet"));
    return new TokenSettings(
        Optional.ofNullable(given.getProperty("issuer")),
        given.getProperty("audience", standard.audience()),
        new Deployment.Scopes(
            given.getProperty("readScope", standard.scopes().read()),
            given.getProperty("writeScope", standard.scopes().write())),
        keySet.isPresent() ? keys(directory.resolve(keySet.get())) : standard.keys());
  }

  private static JWKSet keys(Path file) throws IOException {
    try {
      return JWKSet.parse(Files.readString(file));
    } catch (ParseException e) {
      throw new StartFailure(file + " is not a key set (RFC 7517).", e);
    }
  }
}
