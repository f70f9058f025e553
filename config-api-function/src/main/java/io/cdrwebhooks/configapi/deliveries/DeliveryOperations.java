package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.ListFilters;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Delivery;
import java.util.List;

/// The operations that read deliveries. A list shows them without their attempts, which are
/// separate records. A single delivery includes its attempts. Both show the cause of a delivery's
/// wait.
public record DeliveryOperations(ApiStores stores, ApiInputs inputs) {
  /// The largest number of attempts that are shown, the latest ones. With about 12 KiB each they
  /// stay far below the size limit of Lambda's responses.
  private static final int MAX_ATTEMPTS = 100;

  public HttpResponse list(ApiRequest request) {
    return ListFilters.deliveries(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> stores.deliveries().list(filter, window.cursor(), window.limit()),
                    this::items));
  }

  /// Returns deliveries as lists show them. It reads the lane of each of their configurations once.
  public List<ObjectNode> items(List<Delivery> page) {
    WaitStates waitStates = waitStates(page);
    return page.stream().map(each -> DeliveryJson.item(each, waitStates.of(each))).toList();
  }

  public HttpResponse read(ApiRequest request) {
    return Lookup.delivery(stores.deliveries(), request)
        .answer(
            found ->
                Answers.json(
                    200,
                    DeliveryJson.single(
                        found,
                        waitStates(List.of(found)).of(found),
                        downloads(found),
                        latestAttempts(found))));
  }

  private WaitStates waitStates(List<Delivery> shown) {
    return WaitStates.of(shown, stores.lanes(), stores.configurations(), inputs.now());
  }

  private DeliveryJson.Downloads downloads(Delivery delivery) {
    return new DeliveryJson.Downloads(
        stores.links().receipt(delivery.id()),
        stores.links().list(delivery.id(), LinkJson.MAX_LINKS));
  }

  private List<Attempt> latestAttempts(Delivery delivery) {
    List<Attempt> all = stores.deliveries().attempts(delivery.id());
    return all.subList(Math.max(0, all.size() - MAX_ATTEMPTS), all.size());
  }
}
