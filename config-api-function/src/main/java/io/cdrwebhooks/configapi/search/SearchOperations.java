package io.cdrwebhooks.configapi.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configapi.deliveries.DeliveryOperations;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.ListFilters;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.tasks.TaskOperations;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The search by one text, which may be an id, a number, a name, or the beginning of a file name.
///
/// For an id it only looks up that id. It compares any other text with the names of files,
/// configurations and tasks, each with a bounded number of requests ([DeliveryLists#named] and the
/// two sorted lists).
///
/// [DeliveryLists#named]: io.cdrwebhooks.delivery.DeliveryLists#named
public record SearchOperations(ApiStores stores, DeliveryOperations deliveries) {
  /// The largest number of results of each kind.
  static final int MAX_RESULTS = 20;

  public HttpResponse search(ApiRequest request) {
    return ListFilters.text(request.query())
        .answer(text -> Answers.json(200, json(find(SearchedFor.of(text)))));
  }

  /// The results; each list may have one more than is shown.
  private record Found(
      List<Delivery> deliveries, List<WebhookConfiguration> configurations, List<CdrTask> tasks) {}

  private Found find(SearchedFor wanted) {
    return switch (wanted) {
      case SearchedFor.OneDelivery(var id) ->
          new Found(stores.deliveries().find(id).stream().toList(), List.of(), List.of());
      case SearchedFor.OneConfiguration(var id) ->
          new Found(List.of(), stores.configurations().find(id).stream().toList(), List.of());
      case SearchedFor.Names(String text, String fileName) ->
          new Found(
              fileName.isEmpty() ? List.of() : stores.deliveries().named(fileName, MAX_RESULTS + 1),
              stores
                  .configurations()
                  .list(ConfigurationFilter.named(text), Optional.empty(), MAX_RESULTS + 1)
                  .items(),
              stores
                  .tasks()
                  .list(
                      new TaskFilter(Optional.of(text), TaskFilter.Order.NUMBER),
                      Optional.empty(),
                      MAX_RESULTS + 1)
                  .items());
    };
  }

  private ObjectNode json(Found found) {
    ObjectNode json = Answers.object();
    json.set("deliveries", group(found.deliveries(), deliveries::items));
    json.set(
        "configurations", group(found.configurations(), each(SearchOperations::configuration)));
    json.set("tasks", group(found.tasks(), each(TaskOperations::json)));
    return json;
  }

  private static <T> ObjectNode group(
      List<T> found, Function<List<T>, List<? extends JsonNode>> items) {
    ObjectNode group = Answers.object();
    List<T> shown = found.subList(0, Math.min(MAX_RESULTS, found.size()));
    items.apply(shown).forEach(group.putArray("items")::add);
    return group.put("more", found.size() > MAX_RESULTS);
  }

  private static <T> Function<List<T>, List<? extends JsonNode>> each(
      Function<T, ? extends JsonNode> item) {
    return found -> found.stream().map(item).toList();
  }

  /// Returns the fields that a person needs to recognise a configuration. Its health is left out,
  /// because it costs one request for each.
  private static JsonNode configuration(WebhookConfiguration found) {
    return Answers.object()
        .put("id", found.id().value())
        .put("name", found.name())
        .put("url", found.url().toString())
        .put("enabled", found.enabled())
        .put("failingSince", Answers.time(found.health().failing().map(FailingStreak::since)))
        .put("createdAt", Answers.time(found.createdAt()));
  }
}
