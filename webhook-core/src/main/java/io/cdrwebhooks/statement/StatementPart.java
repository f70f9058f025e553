package io.cdrwebhooks.statement;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.hash.Sha256;
import java.time.LocalDate;
import java.util.Optional;

/// A part of the statement of a configuration and a day in UTC. Most days have one part; parts
/// count from 1.
///
/// `json` is the exact text that receivers get, in UTF-8. `next` is the cursor of the list of
/// deliveries where the next part of the day begins; empty for the last part.
public record StatementPart(
    ConfigurationId configuration, LocalDate day, int part, String json, Optional<String> next) {
  /// DynamoDB takes items of 400 KB; this leaves room for the cursor and the names of attributes.
  public static final int MAX_BYTES = 380_000;

  public StatementPart {
    if (part < 1) {
      throw new IllegalArgumentException("parts must count from 1: " + part);
    }
  }

  /// Returns the SHA-256 of the text, as 64 lower-case hexadecimal digits. The next part names it.
  public String sha256() {
    return Sha256.hex(json);
  }
}
