package io.cdrwebhooks.dispatch.exchange;

/// A request reached no receiver for a reason that is ours: its receiver is not to blame.
public final class OurFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OurFaultException(String message) {
    super(message);
  }

  OurFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
