package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.awsevents.NoticeJson;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalNoticesTest {
  @Test
  void noticeIsOneLineToReadAndOneEvent() {
    List<String> lines = new ArrayList<>();
    List<String> events = new ArrayList<>();
    Notice failed =
        new Notice.DeliveryFailed(
            Samples.delivery().id(),
            new TaskId(7),
            Samples.configurationId(),
            "tx\n1.zip",
            "The receiver answered 503");
    new LocalNotices(lines::add, events::add).send(failed);

    assertThat(lines)
        .singleElement()
        .asString()
        .hasLineCount(1)
        .startsWith("Delivery failed: ")
        .contains("fileName=tx\uFFFD1.zip", "taskId=7", "reason=The receiver answered 503");
    assertThat(events).containsExactly(NoticeJson.event(failed));
  }
}
