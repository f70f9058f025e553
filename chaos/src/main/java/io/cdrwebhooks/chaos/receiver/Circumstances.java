package io.cdrwebhooks.chaos.receiver;

/// How things stand with the receivers that have a fate of their own. For several threads.
public final class Circumstances {
  private volatile boolean deadIsDown = true;
  private volatile boolean tlsIsBroken = true;
  private volatile boolean goneSays410;

  public boolean deadIsDown() {
    return deadIsDown;
  }

  public boolean tlsIsBroken() {
    return tlsIsBroken;
  }

  public boolean goneSays410() {
    return goneSays410;
  }

  public void deadComesBack() {
    deadIsDown = false;
  }

  public void tlsIsMended() {
    tlsIsBroken = false;
  }

  public void goneSays410(boolean now) {
    goneSays410 = now;
  }
}
