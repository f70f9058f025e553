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
  public static final ReceiverRules PRODUCTION = new ReceiverRules(false, false, List.of());
  public static final ReceiverRules LOCAL = new ReceiverRules(true, true, List.of());

  public ReceiverRules {
    refusedBlocks = List.copyOf(refusedBlocks);
  }
}
