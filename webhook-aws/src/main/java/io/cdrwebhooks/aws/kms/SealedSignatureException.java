package io.cdrwebhooks.aws.kms;

import java.io.Serial;

/// A stored Signature that does not open: altered, of another key or of another configuration.
///
/// Trying again does not help. It holds nothing of the Signature or of the key.
public final class SealedSignatureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  SealedSignatureException(String message) {
    super(message);
  }

  SealedSignatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
