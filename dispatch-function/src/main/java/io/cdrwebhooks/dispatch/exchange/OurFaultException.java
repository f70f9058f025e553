package io.cdrwebhooks.dispatch.exchange;

/// A request that reached no receiver because of a fault of ours; its receiver is not to blame.
public final class OurFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OurFaultException(String message) {
    super(message);
  }

  OurFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
