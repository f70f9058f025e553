package io.cdrwebhooks.receiver;

import java.util.List;

/// The deployment's rules for receivers, apart from the standard one: https on the public internet.
///
/// Plain http and loopback are off in production; the local system allows both. `refusedBlocks` are
/// refused in addition to all addresses that are not public, even with loopback on. They are public
/// addresses that lead into the deployment's network.
public record ReceiverRules(
    boolean httpAllowed, boolean loopbackAllowed, List<AddressBlock> refusedBlocks) {
  public static final ReceiverRules PRODUCTION = new ReceiverRules(false, false, List.of());
  public static final ReceiverRules LOCAL = new ReceiverRules(true, true, List.of());

  public ReceiverRules {
    refusedBlocks = List.copyOf(refusedBlocks);
  }
}
