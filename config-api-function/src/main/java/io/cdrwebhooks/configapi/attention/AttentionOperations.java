package io.cdrwebhooks.configapi.attention;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.LastFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operation that lists receivers that need attention, those with the most reports at risk
/// first. [TroubledConfigurations] and [RiskCheck#MAX_READ_OF_A_SHARD] bound its cost; it scans no
/// deliveries.
public record AttentionOperations(ApiStores stores, ApiInputs inputs) {
  /// The largest number of receivers in an answer.
  private static final int MAX_SHOWN = 50;

  public HttpResponse read(ApiRequest request) {
    Instant now = inputs.now();
    TroubledConfigurations troubled = TroubledConfigurations.find(stores, now);
    List<AtRisk> all =
        Overlapped.eachToTheEnd(troubled.all(), new RiskCheck(stores, now)::check).stream()
            .flatMap(Optional::stream)
            .sorted(AtRisk.BY_REPORTS_AT_RISK)
            .toList();
    List<AtRisk> shown = all.stream().limit(MAX_SHOWN).toList();
    Map<ConfigurationId, ConfigurationHealth> health =
        stores
            .statistics()
            .health(
                shown.stream()
                    .map(AtRisk::configuration)
                    .map(WebhookConfiguration::id)
                    .collect(Collectors.toSet()),
                now);
    ObjectNode json = Answers.object();
    ArrayNode items = json.putArray("items");
    shown.forEach(each -> items.add(item(each, health)));
    json.put("complete", troubled.complete() && shown.size() == all.size());
    json.set(
        "waitingForFailing",
        all.stream()
            .filter(each -> each.state() == AtRisk.State.FAILING)
            .map(AtRisk::waiting)
            .reduce(Count.NONE, Count::plus)
            .json());
    return Answers.json(200, json);
  }

  private static ObjectNode item(
      AtRisk atRisk, Map<ConfigurationId, ConfigurationHealth> allHealth) {
    WebhookConfiguration configuration = atRisk.configuration();
    Optional<LastFailure> failure =
        Optional.ofNullable(allHealth.get(configuration.id()))
            .flatMap(ConfigurationHealth::lastFailure);
    ObjectNode json = Answers.object();
    json.put("configurationId", configuration.id().value());
    json.put("name", configuration.name());
    json.put("state", atRisk.state().name());
    json.put("since", Answers.time(atRisk.since()));
    json.put("lastFailureAt", Answers.time(failure.map(LastFailure::at)));
    json.put("lastFailureReason", failure.map(LastFailure::reason).orElse(null));
    json.set("waiting", atRisk.waiting().json());
    json.set("held", atRisk.held().json());
    json.set("failed", atRisk.failed().json());
    json.put("failedSince", Answers.time(atRisk.failedSince()));
    json.put("givesUpAt", Answers.time(atRisk.givesUpAt()));
    json.put("remedy", atRisk.remedy().name());
    return json;
  }
}
