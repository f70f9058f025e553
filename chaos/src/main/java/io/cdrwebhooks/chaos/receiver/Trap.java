package io.cdrwebhooks.chaos.receiver;

import io.cdrwebhooks.chaos.wire.LoopbackListener;

/// Where only a followed redirect leads.
public final class Trap implements AutoCloseable {
  private final LoopbackListener listener;

  public Trap(VisitorsBook book) {
    this.listener = LoopbackListener.start("trap", socket -> book.trapped());
  }

  public int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
  }
}
