package io.cdrwebhooks.local;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.emulators.AccessKey;
import io.cdrwebhooks.local.gateway.ApiToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// The credentials of the local system: of its API, of its object store, and the demo receiver's
/// Signature.
public record LocalSecrets(ApiToken apiToken, AccessKey accessKey, SignatureKey signature) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  public static LocalSecrets random(SecureRandom random) {
    return new LocalSecrets(
        new ApiToken(text(random)),
        new AccessKey("local-exporter", text(random)),
        new SignatureKey(text(random)));
  }

  /// Reads the secrets kept in a directory, and makes those that are missing, readable by their
  /// owner only.
  public static LocalSecrets keptIn(Path directory, SecureRandom random) throws IOException {
    Files.createDirectories(directory);
    return new LocalSecrets(
        new ApiToken(kept(directory.resolve("api-token"), random)),
        new AccessKey("local-exporter", kept(directory.resolve("s3-secret-key"), random)),
        new SignatureKey(kept(directory.resolve("demo-receiver-signature"), random)));
  }

  private static String kept(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(file, text(random) + "\n");
    }
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new StartFailure(file + " is empty; delete it and a new one is made.");
    }
    return text;
  }

  /// 192 random bits in 32 characters that need no quoting anywhere.
  private static String text(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
