package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configapi.ConfigApiHandler.Surroundings;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverRules;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operations on webhook configurations. A Signature comes in and never goes out.
final class ConfigurationOperations {
  private static final String PATH = Routes.BASE + "/webhook-configurations/";

  private final WebhookConfigurations configurations;
  private final SignatureVault vault;
  private final ReceiverRules rules;
  private final Surroundings surroundings;

  ConfigurationOperations(
      WebhookConfigurations configurations,
      SignatureVault vault,
      ReceiverRules rules,
      Surroundings surroundings) {
    this.configurations = configurations;
    this.vault = vault;
    this.rules = rules;
    this.surroundings = surroundings;
  }

  HttpResponse list(ApiRequest request) {
    return Answers.page(
        request.query(),
        window -> configurations.list(window.cursor(), window.limit()),
        ConfigurationOperations::json);
  }

  HttpResponse create(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(body -> ConfigurationFields.readCreation(body, rules))
        .answer(this::store);
  }

  HttpResponse read(ApiRequest request) {
    return find(request)
        .answer(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowReading(found.revision()))
                    .answer(revision -> Answers.json(200, json(found), revision)));
  }

  HttpResponse replace(ApiRequest request) {
    return find(request)
        .answer(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowSaving(Optional.of(found.revision())))
                    .then(_ -> JsonBody.read(request.http()))
                    .then(body -> ConfigurationFields.readReplacement(body, rules))
                    .answer(fields -> store(found, fields)));
  }

  HttpResponse delete(ApiRequest request) {
    return find(request)
        .answer(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowDeleting(found.revision()))
                    .answer(expected -> remove(found.id(), expected)));
  }

  private Step<WebhookConfiguration> find(ApiRequest request) {
    return ConfigurationId.parse(request.id())
        .flatMap(configurations::find)
        .<Step<WebhookConfiguration>>map(Step.Continue::new)
        .orElseGet(Answers::absent);
  }

  private HttpResponse store(ConfigurationFields.Creation creation) {
    ConfigurationId id = ConfigurationId.of(surroundings.ids().get());
    ConfigurationFields fields = creation.fields();
    Instant now = now();
    WebhookConfiguration created =
        new WebhookConfiguration(
            id,
            fields.name(),
            fields.url(),
            vault.seal(creation.signature(), id),
            creation.signature().hint(),
            fields.enabled(),
            now,
            now,
            Revision.FIRST);
    return switch (configurations.create(created)) {
      case Saving.Saved() ->
          Answers.json(201, json(created), created.revision())
              .withHeader("Location", PATH + created.id());
      case Saving.NameTaken() -> nameTaken();
      case Saving.Changed(), Saving.NotFound() ->
          throw new IllegalStateException("a new id was in use: " + id);
    };
  }

  private HttpResponse store(WebhookConfiguration found, ConfigurationFields fields) {
    WebhookConfiguration changed =
        new WebhookConfiguration(
            found.id(),
            fields.name(),
            fields.url(),
            found.signature(),
            found.signatureHint(),
            fields.enabled(),
            found.createdAt(),
            now(),
            found.revision().next());
    return switch (configurations.replace(changed, found.revision())) {
      case Saving.Saved() -> Answers.json(200, json(changed), changed.revision());
      case Saving.NameTaken() -> nameTaken();
      case Saving.Changed() -> Preconditions.changed();
      case Saving.NotFound() -> Answers.notFound();
    };
  }

  private HttpResponse remove(ConfigurationId id, Optional<Revision> expected) {
    return switch (configurations.delete(id, expected)) {
      case Deletion.Deleted() -> HttpResponse.of(204);
      case Deletion.InUse(List<TaskId> tasks) -> inUse(tasks);
      case Deletion.Changed() -> Preconditions.changed();
      case Deletion.NotFound() -> Answers.notFound();
    };
  }

  private Instant now() {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static HttpResponse nameTaken() {
    return Problem.of(409, "Another configuration has this name.")
        .with(new Problem.FieldError("name", "is taken by another configuration, ignoring case"))
        .toResponse();
  }

  /// Names at most the 100 tasks that the store names.
  private static HttpResponse inUse(List<TaskId> tasks) {
    String names = tasks.stream().map(TaskId::toString).collect(Collectors.joining(", "));
    ObjectNode body = Answers.object();
    body.put("title", "Conflict");
    body.put("status", 409);
    body.put("detail", "CDR tasks use this configuration: " + names + ".");
    ArrayNode inTheWay = body.putArray("tasks");
    tasks.forEach(task -> inTheWay.add(task.value()));
    return Answers.json(409, body).withHeader("Content-Type", Problem.CONTENT_TYPE);
  }

  private static JsonNode json(WebhookConfiguration configuration) {
    ObjectNode json = Answers.object();
    json.put("id", configuration.id().value());
    json.put("name", configuration.name());
    json.put("url", configuration.url().toString());
    json.put("enabled", configuration.enabled());
    json.put("signatureHint", configuration.signatureHint());
    json.put("createdAt", Answers.time(configuration.createdAt()));
    json.put("updatedAt", Answers.time(configuration.updatedAt()));
    return json;
  }
}
