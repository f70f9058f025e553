package io.cdrwebhooks.link;

/// The in-memory twin fulfils the contract.
class InMemoryDownloadLinksTest implements DownloadLinksContract {
  private final InMemoryDownloadLinks links = new InMemoryDownloadLinks();

  @Override
  public DownloadLinks links() {
    return links;
  }
}
