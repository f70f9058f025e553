package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.ConfigApiHandler.Collaborators;
import io.cdrwebhooks.configapi.attention.AttentionOperations;
import io.cdrwebhooks.configapi.changes.ChangeOperations;
import io.cdrwebhooks.configapi.changes.ReceiverChanges;
import io.cdrwebhooks.configapi.changes.RecordedOperation;
import io.cdrwebhooks.configapi.configurations.ConfigurationOperations;
import io.cdrwebhooks.configapi.configurations.FollowUps;
import io.cdrwebhooks.configapi.configurations.LaneOperations;
import io.cdrwebhooks.configapi.configurations.StatementOperations;
import io.cdrwebhooks.configapi.configurations.TestOperations;
import io.cdrwebhooks.configapi.deliveries.DeliveryOperations;
import io.cdrwebhooks.configapi.deliveries.RedeliveryOperations;
import io.cdrwebhooks.configapi.http.ApiRequest;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.ApiStores;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configapi.recoveries.LinkRevocations;
import io.cdrwebhooks.configapi.recoveries.RecoveryOperations;
import io.cdrwebhooks.configapi.search.SearchOperations;
import io.cdrwebhooks.configapi.statistics.StatisticsOperations;
import io.cdrwebhooks.configapi.tasks.TaskOperations;
import java.util.List;
import java.util.function.Function;

/// Passes each operation of the API to the class that implements it. One that returns a [Change]
/// can only become an answer through [RecordedOperation].
record Operations(
    ConfigurationOperations configurations,
    TestOperations tests,
    LaneOperations lanes,
    StatementOperations statements,
    TaskOperations tasks,
    DeliveryOperations deliveries,
    RedeliveryOperations redeliveries,
    RecoveryOperations recoveries,
    LinkRevocations revocations,
    ChangeOperations changes,
    SearchOperations searches,
    AttentionOperations attention,
    StatisticsOperations statistics,
    RecordedOperation recorded,
    Deployment deployment) {

  static Operations of(
      ApiStores stores, Collaborators collaborators, Deployment deployment, ApiInputs inputs) {
    Reminders reminders = new Reminders(collaborators.workMessages(), stores.lanes(), inputs);
    FollowUps followUps = new FollowUps(stores.jobs(), reminders, inputs);
    DeliveryOperations deliveries = new DeliveryOperations(stores, inputs);
    return new Operations(
        new ConfigurationOperations(
            stores, collaborators.vault(), collaborators.receivers(), followUps, inputs),
        new TestOperations(stores, collaborators.samples(), reminders, inputs),
        new LaneOperations(stores, collaborators.workMessages(), reminders, inputs),
        new StatementOperations(stores),
        new TaskOperations(stores, inputs),
        deliveries,
        new RedeliveryOperations(stores, reminders, inputs),
        new RecoveryOperations(stores, reminders, inputs),
        new LinkRevocations(stores, reminders, inputs),
        new ChangeOperations(stores.changes()),
        new SearchOperations(stores, deliveries),
        new AttentionOperations(stores, inputs),
        new StatisticsOperations(stores, inputs),
        new RecordedOperation(
            stores, new ReceiverChanges(collaborators.notices(), stores, inputs), inputs),
        deployment);
  }

  private HttpResponse record(
      Route route, ApiRequest request, Function<ApiRequest, Step<Change>> operation) {
    return recorded.answer(route, request, List.of(), operation);
  }

  HttpResponse answer(Route route, ApiRequest request) {
    return switch (route) {
      case LIST_CONFIGURATIONS -> configurations.list(request);
      case CREATE_CONFIGURATION -> record(route, request, configurations::create);
      case GET_CONFIGURATION -> configurations.read(request);
      case REPLACE_CONFIGURATION -> record(route, request, configurations::replace);
      case DELETE_CONFIGURATION -> record(route, request, configurations::delete);
      case ROTATE_SIGNATURE -> record(route, request, configurations::rotate);
      case CANCEL_ROTATION -> record(route, request, configurations::cancelRotation);
      case REVOKE_ALL_LINKS -> record(route, request, revocations::start);
      case TEST_CONFIGURATION -> record(route, request, tests::test);
      case RETRY_NOW -> record(route, request, lanes::retryNow);
      case COUNT_WAITING -> lanes.countWaiting(request);
      case LIST_STATEMENTS -> statements.list(request);
      case GET_STATEMENT -> statements.read(request);
      case LIST_TASKS -> tasks.list(request);
      case GET_TASK -> tasks.read(request);
      case SAVE_TASK -> record(route, request, tasks::save);
      case DELETE_TASK -> record(route, request, tasks::delete);
      case GET_RHYTHM -> tasks.readRhythm(request);
      case LIST_DELIVERIES -> deliveries.list(request);
      case GET_DELIVERY -> deliveries.read(request);
      case REDELIVER -> record(route, request, redeliveries::redeliver);
      case REDELIVER_MANY ->
          recorded.answer(
              route, request, redeliveries.selected(request), redeliveries::redeliverMany);
      case REVOKE_LINKS -> record(route, request, redeliveries::revokeLinks);
      case LIST_RECOVERIES -> recoveries.list(request);
      case START_RECOVERY ->
          RecoveryOperations.isDryRun(request)
              ? recoveries.count(request)
              : record(route, request, recoveries::start);
      case GET_RECOVERY -> recoveries.read(request);
      case STOP_RECOVERY -> record(route, request, recoveries::stop);
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
