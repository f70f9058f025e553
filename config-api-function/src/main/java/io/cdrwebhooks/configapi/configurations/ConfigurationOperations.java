package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Preconditions;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.ListFilters;
import io.cdrwebhooks.configapi.http.Lookup;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.configuration.WebhookConfigurations.Saving;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operations on webhook configurations. They accept a Signature and values of headers, but
/// never return one.
public record ConfigurationOperations(
    ApiStores stores,
    SignatureVault vault,
    ReceiverCheck receivers,
    FollowUps followUps,
    ApiInputs inputs) {
  private static final String PATH = Route.BASE + "/webhook-configurations/";

  public HttpResponse list(ApiRequest request) {
    return ListFilters.configurations(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> stores.configurations().list(filter, window.cursor(), window.limit()),
                    this::items));
  }

  /// Reads the health of the whole page at once.
  private List<ObjectNode> items(List<WebhookConfiguration> page) {
    Instant now = inputs.now();
    Map<ConfigurationId, ConfigurationHealth> health =
        stores
            .statistics()
            .health(page.stream().map(WebhookConfiguration::id).collect(Collectors.toSet()), now);
    return page.stream()
        .map(
            each ->
                ConfigurationJson.item(
                    each, health.getOrDefault(each.id(), ConfigurationHealth.unused(now)), now))
        .toList();
  }

  private ConfigurationHealth health(ConfigurationId id) {
    return stores.statistics().health(id, inputs.now());
  }

  public Step<Change> create(ApiRequest request) {
    return JsonBody.read(request.http())
        .then(body -> ConfigurationFields.readCreation(body, receivers, inputs.now()))
        .then(this::store);
  }

  public HttpResponse read(ApiRequest request) {
    return Step.answer(find(request), Preconditions.read(request.http()), this::read);
  }

  private HttpResponse read(WebhookConfiguration found, Preconditions conditions) {
    return conditions
        .allowReading(found.revision())
        .answer(
            revision ->
                Answers.json(
                    200,
                    ConfigurationJson.of(
                        found, health(found.id()), stores.lanes().find(found.id()), inputs.now()),
                    revision));
  }

  public Step<Change> replace(ApiRequest request) {
    return changeable(request)
        .then(found -> JsonBody.read(request.http()).then(body -> replace(found, body)));
  }

  private Step<Change> replace(WebhookConfiguration found, ObjectNode body) {
    return ConfigurationFields.readReplacement(
            body, receivers.withKnown(found.url()), found, inputs.now())
        .then(fields -> store(found, changed(found, fields), mayFixFailures(found, fields)));
  }

  /// Gives a configuration a new Signature.
  public Step<Change> rotate(ApiRequest request) {
    return changeable(request)
        .then(found -> JsonBody.read(request.http()).then(body -> rotate(found, body)));
  }

  private Step<Change> rotate(WebhookConfiguration found, ObjectNode body) {
    Instant now = inputs.now();
    return RotationFields.read(body, SignatureLength.of(found.terms()), now)
        .then(fields -> fields.applied(found, vault, now))
        .then(changed -> store(found, changed, hasNewKey(found, changed, now)));
  }

  /// Cancels a planned rotation. The failing streak continues, since the receiver gets the same
  /// signatures as before.
  public Step<Change> cancelRotation(ApiRequest request) {
    return changeable(request).then(found -> cancelRotation(found, inputs.now()));
  }

  private Step<Change> cancelRotation(WebhookConfiguration found, Instant now) {
    return found
        .signatures()
        .withoutUpcoming(now)
        .map(periods -> found.withSignatures(periods, now).with(found.health()))
        .map(changed -> store(found, changed, false))
        .orElseGet(() -> Step.refused(404, "No Signature is planned to take effect later."));
  }

  /// Finds the configuration, and checks the request's conditions on its revision.
  private Step<WebhookConfiguration> changeable(ApiRequest request) {
    return find(request)
        .then(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowSaving(Optional.of(found.revision())))
                    .then(_ -> new Step.Continue<>(found)));
  }

  private Step<WebhookConfiguration> find(ApiRequest request) {
    return Lookup.configuration(stores.configurations(), request);
  }

  public Step<Change> delete(ApiRequest request) {
    return find(request)
        .then(
            found ->
                Preconditions.read(request.http())
                    .then(conditions -> conditions.allowDeleting(found.revision()))
                    .then(expected -> remove(found.id(), expected)));
  }

  private Step<Change> store(ConfigurationFields.Creation creation) {
    ConfigurationId id = ConfigurationId.of(inputs.ids().get());
    ConfigurationFields fields = creation.fields();
    SignatureKey key = creation.signature();
    Instant now = inputs.now();
    WebhookConfiguration created =
        WebhookConfiguration.create(
                id,
                fields.name(),
                fields.url(),
                SignaturePeriods.first(vault.seal(key, id, Purpose.SIGNATURE), key, now),
                now)
            .with(fields.gateway().sealed(GatewayCredentials.NONE, vault, id))
            .withEnabled(fields.enabled())
            .with(fields.terms());
    followUps.prepareFor(created);
    return switch (stores.configurations().create(created)) {
      case Saving.Saved() -> {
        ObjectNode json =
            ConfigurationJson.of(
                created, ConfigurationHealth.unused(now), Lane.unused(id), inputs.now());
        yield stored(
            id,
            json,
            Answers.json(201, json, created.revision()).withHeader("Location", PATH + id));
      }
      case Saving.NameTaken() -> nameTaken();
      case Saving.Changed(), Saving.NotFound() ->
          throw new IllegalStateException("new id must not be in use: " + id);
    };
  }

  /// Stores a changed configuration. `newChance` is whether the change may have fixed the cause of
  /// the receiver's failures.
  private Step<Change> store(
      WebhookConfiguration found, WebhookConfiguration changed, boolean newChance) {
    // The health is read before the change. If a read failed after the change, the caller would not
    // know that it was saved.
    ConfigurationHealth health = health(found.id());
    Lane lane = stores.lanes().find(found.id());
    Optional<BulkJob> release = followUps.prepareFor(found, changed);
    Saving saving = stores.configurations().replace(changed, found.revision());
    release.ifPresent(job -> followUps.decide(job, saving instanceof Saving.Saved));
    return switch (saving) {
      case Saving.Saved() -> {
        if (newChance) {
          followUps.tryReceiver(found.id());
        }
        ObjectNode json = ConfigurationJson.of(changed, health, lane, inputs.now());
        yield stored(found.id(), json, Answers.json(200, json, changed.revision()));
      }
      case Saving.NameTaken() -> nameTaken();
      case Saving.Changed() -> new Step.Answered<>(Preconditions.changed());
      case Saving.NotFound() -> Answers.absent();
    };
  }

  private static Step<Change> stored(ConfigurationId id, ObjectNode json, HttpResponse answer) {
    return new Step.Continue<>(
        new Change.Stored(new ChangedThing(Kind.CONFIGURATION, id.value()), json, answer));
  }

  /// Returns the configuration with the caller's fields. A new URL, other gateway settings, or
  /// enabling it gives the receiver a new chance; a new name does not. The reason why the system
  /// disabled the configuration stays until a person enables it.
  private WebhookConfiguration changed(WebhookConfiguration found, ConfigurationFields fields) {
    return found
        .withName(fields.name())
        .with(fields.url())
        .with(fields.gateway().sealed(found.gateway(), vault, found.id()))
        .withEnabled(fields.enabled())
        .with(fields.terms())
        .with(health(found, fields))
        .next(inputs.now());
  }

  private ReceiverHealth health(WebhookConfiguration found, ConfigurationFields fields) {
    if (!fields.enabled()) {
      return found.health().whileDisabled(found.disabledSince().orElseGet(inputs::now));
    }
    boolean newChance = !found.enabled() || fields.changesRequests(found);
    return newChance ? ReceiverHealth.GOOD : found.health();
  }

  /// Returns whether the change may have fixed the cause of the receiver's failures. A caller may
  /// set the same header values again each night: then dispatch tries the receiver, but its failing
  /// streak continues.
  private static boolean mayFixFailures(WebhookConfiguration found, ConfigurationFields fields) {
    return fields.enabled() && (!found.enabled() || fields.mayChangeRequests(found));
  }

  /// Returns whether an enabled configuration signs with another Signature now. A Signature that
  /// takes effect later changes nothing for the receiver yet.
  private static boolean hasNewKey(
      WebhookConfiguration found, WebhookConfiguration changed, Instant now) {
    SealedSignature before = found.signatures().current(now).signature();
    return changed.enabled() && !changed.signatures().current(now).signature().equals(before);
  }

  private Step<Change> remove(ConfigurationId id, Optional<Revision> expected) {
    BulkJob end = followUps.prepare(range -> new Task.End(id, range));
    Deletion deletion = stores.configurations().delete(id, expected);
    followUps.decide(end, deletion instanceof Deletion.Deleted);
    return switch (deletion) {
      case Deletion.Deleted() -> new Step.Continue<>(new Change.Deleted());
      case Deletion.InUse(List<TaskId> tasks) -> new Step.Answered<>(inUse(tasks));
      case Deletion.Changed() -> new Step.Answered<>(Preconditions.changed());
      case Deletion.NotFound() -> Answers.absent();
    };
  }

  private static Step<Change> nameTaken() {
    return Step.refused(
        Problem.of(409, "Another configuration has this name.")
            .with(
                new Problem.FieldError(
                    FieldNames.NAME, "is taken by another configuration, ignoring case")));
  }

  /// Answers 409 with the tasks that use the configuration: at most the 100 that the store names.
  private static HttpResponse inUse(List<TaskId> tasks) {
    String names = tasks.stream().map(TaskId::toString).collect(Collectors.joining(", "));
    ObjectNode body = Answers.object();
    body.put("title", "Conflict");
    body.put("status", 409);
    body.put("detail", "CDR tasks use this configuration: " + names + ".");
    ArrayNode blockingTasks = body.putArray("tasks");
    tasks.forEach(task -> blockingTasks.add(task.value()));
    return Answers.json(409, body).withHeader("Content-Type", Problem.CONTENT_TYPE);
  }
}
