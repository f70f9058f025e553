package io.cdrwebhooks.configapi.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A delivery that belonged to no configuration is sent to that of its task.
class UnroutedRedeliveryTest extends StoredDeliveries {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unroutedDeliveryGoesToItsTasksConfigurationAndKeepsItsId(boolean newId) {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    api.storeTask(42, Optional.of(path));

    Answer answer =
        api.post("/deliveries/" + unrouted.id() + "/redeliver", "{\"newId\":" + newId + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(api.deliveries.all()).hasSize(1);
    assertThat(stored(unrouted).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(stored(unrouted).configurationId()).contains(configuration);
  }

  /// A person who resends one report must not hand it to a later owner of its task either.
  @Test
  void unroutedDeliveryGoesToTheFirstConfigurationOfItsTaskAlone() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    TaskId task = unrouted.taskId();
    api.storeTask(task.value(), Optional.of(path));
    api.tasks.save(
        CdrTask.of(task, "Task", Optional.of(TestApi.idIn(api.configured("Later"))), NOW),
        api.tasks.find(task).map(CdrTask::revision));

    assertThat(redeliver(unrouted).status()).isEqualTo(202);

    assertThat(stored(unrouted).configurationId()).contains(configuration);
  }

  @Test
  void unroutedDeliveryWithoutARouteAnswers409() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);

    assertThat(redeliver(unrouted).status()).isEqualTo(409);
    api.storeTask(42, Optional.empty());
    Answer off = redeliver(unrouted);
    assertThat(off.status()).isEqualTo(409);
    assertThat(off.body().path("detail").asText()).contains("no webhook configuration");
    assertThat(stored(unrouted)).isEqualTo(unrouted);
  }

  @Test
  void concurrentlyRoutedDeliveryIsSentAgain() {
    Delivery unrouted = recorded(DeliveryStatus.UNROUTED);
    api.storeTask(42, Optional.of(path));
    api.use(
        Faults.meanwhile(
            "restart",
            Deliveries.class,
            api.deliveries,
            () ->
                api.deliveries.restart(
                    unrouted.id(), EnumSet.of(DeliveryStatus.UNROUTED), configuration, NOW)));

    assertThat(redeliver(unrouted).status()).isEqualTo(202);
    assertThat(stored(unrouted).progress().lastAttempt().round()).isEqualTo(3);
  }
}
