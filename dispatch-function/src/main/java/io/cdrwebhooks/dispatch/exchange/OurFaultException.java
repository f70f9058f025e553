package io.cdrwebhooks.dispatch.exchange;

/// A request reached no receiver because of a fault on our side, such as a broken egress.
public final class OurFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OurFaultException(String message) {
    super(message);
  }

  OurFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
