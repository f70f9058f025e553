package io.cdrwebhooks.request;

class InMemoryAcceptedRequestsTest extends AcceptedRequestsContract {
  private final InMemoryAcceptedRequests requests = new InMemoryAcceptedRequests();

  @Override
  protected AcceptedRequests requests() {
    return requests;
  }
}
