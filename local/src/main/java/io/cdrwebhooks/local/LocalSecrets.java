package io.cdrwebhooks.local;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.start.PrivateFile;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// The credentials of the local system: the keys that sign its API's tokens and its object store's
/// requests, and the demo receiver's Signature.
public record LocalSecrets(TokenKey tokenKey, AccessKey accessKey, SignatureKey signature) {
  static final String TOKEN_KEY = "token-key.json";
  static final String API_TOKEN = "api-token";
  static final String ACCESS_KEY_ID = "local-exporter";

  public static LocalSecrets random(SecureRandom random) {
    return new LocalSecrets(
        TokenKey.random(random),
        new AccessKey(ACCESS_KEY_ID, text(random)),
        new SignatureKey(text(random)));
  }

  /// Reads the secrets kept in a directory. Creates those that are missing, readable by their owner
  /// only.
  public static LocalSecrets keptIn(Path directory, SecureRandom random) throws IOException {
    PrivateFile.createFolder(directory);
    return new LocalSecrets(
        TokenKey.keptIn(directory.resolve(TOKEN_KEY), random),
        new AccessKey(ACCESS_KEY_ID, kept(directory.resolve("s3-secret-key"), random)),
        new SignatureKey(kept(directory.resolve("demo-receiver-signature"), random)));
  }

  /// Writes a token to a file for people who use the API by hand, in place of an older one.
  static void keepToken(Path directory, ApiToken token) throws IOException {
    PrivateFile.write(directory.resolve(API_TOKEN), token.reveal() + "\n");
  }

  private static String kept(Path file, SecureRandom random) throws IOException {
    String text = PrivateFile.kept(file, () -> text(random) + "\n");
    if (text.isEmpty()) {
      throw new StartFailure(file + " is empty: delete it, and the system creates a new one.");
    }
    return text;
  }

  /// Returns 192 random bits in 32 characters that need no quoting anywhere.
  private static String text(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
