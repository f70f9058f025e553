package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.change.ChangedThing;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.attention.AttentionOperations;
import io.cdrwebhooks.configapi.changes.ChangeOperations;
import io.cdrwebhooks.configapi.changes.RecordedOperation;
import io.cdrwebhooks.configapi.configurations.ConfigurationOperations;
import io.cdrwebhooks.configapi.configurations.FollowUps;
import io.cdrwebhooks.configapi.configurations.LaneOperations;
import io.cdrwebhooks.configapi.configurations.StatementOperations;
import io.cdrwebhooks.configapi.configurations.TestOperations;
import io.cdrwebhooks.configapi.deliveries.DeliveryOperations;
import io.cdrwebhooks.configapi.deliveries.RedeliveryOperations;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configapi.recoveries.LinkRevocations;
import io.cdrwebhooks.configapi.recoveries.RecoveryOperations;
import io.cdrwebhooks.configapi.search.SearchOperations;
import io.cdrwebhooks.configapi.statistics.StatisticsOperations;
import io.cdrwebhooks.configapi.tasks.RhythmOperations;
import io.cdrwebhooks.configapi.tasks.TaskOperations;
import java.util.List;
import java.util.Optional;

/// Passes each operation of the API to the class that implements it.
record Operations(
    ConfigurationOperations configurations,
    TestOperations tests,
    LaneOperations lanes,
    StatementOperations statements,
    TaskOperations tasks,
    RhythmOperations rhythms,
    DeliveryOperations deliveries,
    RedeliveryOperations redeliveries,
    RecoveryOperations recoveries,
    LinkRevocations revocations,
    ChangeOperations changes,
    SearchOperations searches,
    AttentionOperations attention,
    StatisticsOperations statistics,
    Deployment deployment)
    implements RecordedOperation.ChangedThings {

  static Operations of(
      ApiStores stores, Collaborators collaborators, Deployment deployment, ApiInputs inputs) {
    Reminders reminders = new Reminders(collaborators.workMessages(), stores.lanes(), inputs);
    FollowUps followUps = new FollowUps(stores.jobs(), reminders, inputs);
    DeliveryOperations deliveries =
        new DeliveryOperations(
            stores.deliveries(), stores.lanes(), stores.configurations(), stores.links(), inputs);
    return new Operations(
        new ConfigurationOperations(
            stores, collaborators.vault(), collaborators.receivers(), followUps, inputs),
        new TestOperations(stores, collaborators.samples(), reminders, inputs),
        new LaneOperations(stores, collaborators.workMessages(), reminders, inputs),
        new StatementOperations(stores),
        new TaskOperations(stores.tasks(), stores.watches(), inputs),
        new RhythmOperations(stores),
        deliveries,
        new RedeliveryOperations(stores, reminders, inputs),
        new RecoveryOperations(stores, reminders, inputs),
        new LinkRevocations(stores, reminders, inputs),
        new ChangeOperations(stores.changes()),
        new SearchOperations(stores, deliveries),
        new AttentionOperations(stores, inputs),
        new StatisticsOperations(stores, inputs),
        deployment);
  }

  /// Returns whether a request changes something, unless it is refused.
  static boolean changes(Route route, ApiRequest request) {
    return route.changes()
        && !(route == Route.START_RECOVERY && RecoveryOperations.isDryRun(request));
  }

  @Override
  public List<ChangedThing> selected(Route route, ApiRequest request) {
    return route == Route.REDELIVER_MANY
        ? redeliveries.selected(request).stream()
            .map(id -> new ChangedThing(Kind.DELIVERY, id.value()))
            .toList()
        : List.of();
  }

  @Override
  public Optional<ObjectNode> asJson(ChangedThing thing) {
    return switch (thing.kind()) {
      case CONFIGURATION -> configurations.asJson(thing.id());
      case TASK -> tasks.asJson(thing.id());
      case DELIVERY -> Optional.empty();
    };
  }

  HttpResponse answer(Route route, ApiRequest request) {
    return switch (route) {
      case LIST_CONFIGURATIONS -> configurations.list(request);
      case CREATE_CONFIGURATION -> configurations.create(request);
      case GET_CONFIGURATION -> configurations.read(request);
      case REPLACE_CONFIGURATION -> configurations.replace(request);
      case DELETE_CONFIGURATION -> configurations.delete(request);
      case ROTATE_SIGNATURE -> configurations.rotate(request);
      case CANCEL_ROTATION -> configurations.cancelRotation(request);
      case REVOKE_ALL_LINKS -> revocations.start(request);
      case TEST_CONFIGURATION -> tests.test(request);
      case RETRY_NOW -> lanes.retryNow(request);
      case COUNT_WAITING -> lanes.countWaiting(request);
      case LIST_STATEMENTS -> statements.list(request);
      case GET_STATEMENT -> statements.read(request);
      case LIST_TASKS -> tasks.list(request);
      case GET_TASK -> tasks.read(request);
      case SAVE_TASK -> tasks.save(request);
      case DELETE_TASK -> tasks.delete(request);
      case GET_RHYTHM -> rhythms.read(request);
      case LIST_DELIVERIES -> deliveries.list(request);
      case GET_DELIVERY -> deliveries.read(request);
      case REDELIVER -> redeliveries.redeliver(request);
      case REDELIVER_MANY -> redeliveries.redeliverMany(request);
      case REVOKE_LINKS -> redeliveries.revokeLinks(request);
      case LIST_RECOVERIES -> recoveries.list(request);
      case START_RECOVERY -> recoveries.create(request);
      case GET_RECOVERY -> recoveries.read(request);
      case STOP_RECOVERY -> recoveries.stop(request);
      case GET_REVOCATION -> revocations.read(request);
      case LIST_CHANGES -> changes.list(request);
      case GET_ME -> changes.me(request);
      case SEARCH -> searches.search(request);
      case GET_ATTENTION -> attention.read(request);
      case GET_STATISTICS -> statistics.read(request);
      case GET_PLATFORM -> Answers.json(200, deployment.json());
    };
  }
}
