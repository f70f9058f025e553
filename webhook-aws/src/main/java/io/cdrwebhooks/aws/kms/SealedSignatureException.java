package io.cdrwebhooks.aws.kms;

import java.io.Serial;

/// A stored Signature cannot be opened: it was altered, or belongs to another key or another
/// configuration.
///
/// A retry does not help. The exception quotes nothing of the Signature or of the key.
public final class SealedSignatureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public SealedSignatureException(String message) {
    super(message);
  }

  public SealedSignatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
