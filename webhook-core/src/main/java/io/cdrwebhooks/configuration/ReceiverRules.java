package io.cdrwebhooks.configuration;

import java.util.List;

/// What a deployment allows of its receivers beyond https on the public internet, and what it
/// refuses of that.
///
/// Plain http and loopback are off in production; the local system turns both on. `refusedBlocks`
/// are refused besides all that is not public, loopback included: public addresses that lead into
/// the deployment's own network.
public record ReceiverRules(
    boolean httpAllowed, boolean loopbackAllowed, List<AddressBlock> refusedBlocks) {
  public static final ReceiverRules PRODUCTION = new ReceiverRules(false, false);
  public static final ReceiverRules LOCAL = new ReceiverRules(true, true);

  public ReceiverRules {
    refusedBlocks = List.copyOf(refusedBlocks);
  }

  /// Rules that refuse no block besides.
  public ReceiverRules(boolean httpAllowed, boolean loopbackAllowed) {
    this(httpAllowed, loopbackAllowed, List.of());
  }
}
