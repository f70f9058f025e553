package io.cdrwebhooks.configuration;

/// What a deployment allows of its receivers beyond https on the public internet.
///
/// Both are off in production; the local system turns both on.
public record ReceiverRules(boolean httpAllowed, boolean loopbackAllowed) {
  public static final ReceiverRules PRODUCTION = new ReceiverRules(false, false);
  public static final ReceiverRules LOCAL = new ReceiverRules(true, true);
}
