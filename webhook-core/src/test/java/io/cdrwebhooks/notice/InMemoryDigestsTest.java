package io.cdrwebhooks.notice;

class InMemoryDigestsTest implements DigestsContract {
  private final Digests digests = new InMemoryDigests();

  @Override
  public Digests digests() {
    return digests;
  }
}
