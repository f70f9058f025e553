package io.cdrwebhooks.infra.settings;

/// A setting of the deployment is missing or wrong. The message names it; a retry does not help.
public final class UnusableSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableSettingsException(String message) {
    super(message);
  }

  UnusableSettingsException(String message, Throwable cause) {
    super(message, cause);
  }

  static void require(boolean asItMustBe, String otherwise) {
    if (!asItMustBe) {
      throw new UnusableSettingsException(otherwise);
    }
  }
}
