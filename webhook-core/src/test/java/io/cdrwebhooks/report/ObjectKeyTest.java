package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.report.ObjectKey.Other;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey.TestOptions;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
  private static final long MAX_ID = 9_007_199_254_740_991L;

  @ParameterizedTest
  @CsvSource({
    "reports/1/tx00001.zip, 1, tx00001.zip",
    "reports/9007199254740991/a, 9007199254740991, a",
    "reports/1/...zip, 1, ...zip",
    "reports/1/..., 1, ...",
    "reports/1/a%2Fb.zip, 1, a%2Fb.zip",
    "reports/1/%2e%2e, 1, %2e%2e",
    "reports/1/a\\..\\b.zip, 1, a\\..\\b.zip",
    "reports/1/a b+c ü 📞.zip, 1, a b+c ü 📞.zip",
    "reports/12/noextension, 12, noextension"
  })
  void reportKeyHasTaskAndFileName(String key, long taskId, String fileName) {
    assertThat(ObjectKey.parse(key)).isEqualTo(new ReportKey(new TaskId(taskId), fileName));
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, webhook-test-1.zip",
    "true, false, webhook-test-next-1.zip",
    "false, true, webhook-test-refusals-1.zip",
    "true, true, webhook-test-next-refusals-1.zip"
  })
  void nameOfASampleSaysWhatItsTestAsksFor(boolean next, boolean refusals, String fileName) {
    ReportKey key = ReportKey.ofSample("1.zip", new TestOptions(next, refusals));

    assertThat(key.fileName()).isEqualTo(fileName);
    assertThat(key.forNextSignature()).isEqualTo(next);
    assertThat(key.testsRefusals()).isEqualTo(refusals);
    assertThat(new ReportKey(new TaskId(1), fileName).testsRefusals()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|outside reports/",
        "a.zip|outside reports/",
        "report/1/a.zip|outside reports/",
        "Reports/1/a.zip|outside reports/",
        "/reports/1/a.zip|outside reports/",
        "' reports/1/a.zip'|outside reports/",
        "x/reports/1/a.zip|outside reports/",
        "reports/|not of the shape reports/<taskId>/<fileName>",
        "reports/a.zip|not of the shape reports/<taskId>/<fileName>",
        "reports/1|not of the shape reports/<taskId>/<fileName>",
        "reports/1/a/b.zip|not of the shape reports/<taskId>/<fileName>",
        "reports/1/a/|not of the shape reports/<taskId>/<fileName>",
        "reports/1//a.zip|not of the shape reports/<taskId>/<fileName>",
        "reports//1/a.zip|not of the shape reports/<taskId>/<fileName>",
        "reports/1/../2/a.zip|not of the shape reports/<taskId>/<fileName>",
        "reports/0/x.zip|the second segment is not a task id",
        "reports//a.zip|the second segment is not a task id",
        "reports/01/a.zip|the second segment is not a task id",
        "reports/+1/a.zip|the second segment is not a task id",
        "reports/-1/a.zip|the second segment is not a task id",
        "'reports/ 1/a.zip'|the second segment is not a task id",
        "reports/1.0/a.zip|the second segment is not a task id",
        "reports/1e3/a.zip|the second segment is not a task id",
        "reports/٣/a.zip|the second segment is not a task id",
        "reports/../a.zip|the second segment is not a task id",
        "reports/one/a.zip|the second segment is not a task id",
        "reports/9007199254740992/a.zip|the second segment is not a task id",
        "reports/9223372036854775808/a.zip|the second segment is not a task id",
        "reports/99999999999999999999999999/a.zip|the second segment is not a task id",
        "reports/1/|a folder marker",
        "reports/1/.|the file name is a relative path",
        "reports/1/..|the file name is a relative path"
      })
  void otherKeyIsNotAReport(String key, String reason) {
    assertThat(ObjectKey.parse(key)).isEqualTo(new Other(reason));
  }

  @Test
  void longestPossibleKeyIsRead() {
    String fileName = "n".repeat(1024 - "reports/1/".length());
    assertThat(ObjectKey.parse("reports/1/" + fileName))
        .isEqualTo(new ReportKey(new TaskId(1), fileName));
    assertThat(ObjectKey.parse("reports/" + "9".repeat(1010) + "/a")).isInstanceOf(Other.class);
    assertThat(ObjectKey.parse("reports/" + "/".repeat(1016))).isInstanceOf(Other.class);
  }

  @Property
  void anyKeyIsParsedWithoutException(@ForAll String text) {
    for (String key : new String[] {text, "reports/" + text, "reports/1/" + text}) {
      if (ObjectKey.parse(key) instanceof ReportKey report) {
        assertThat(report.text()).isEqualTo(key);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "/a", "a/"})
  void invalidFileNameIsRefused(String fileName) {
    assertThatThrownBy(() -> new ReportKey(new TaskId(1), fileName))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void taskIdsAreFrom1ToTheLargestExactInteger() {
    assertThat(TaskId.parse("1")).contains(new TaskId(1));
    assertThat(TaskId.parse(Long.toString(MAX_ID))).contains(new TaskId(MAX_ID));
    assertThat(TaskId.parse(Long.toString(MAX_ID + 1))).isEmpty();
    for (long none : new long[] {Long.MIN_VALUE, -1, 0, MAX_ID + 1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> new TaskId(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void reportVersionNeedsABucketAndAVersion() {
    ReportKey key = new ReportKey(new TaskId(1), "a.zip");
    assertThat(new ReportVersion("b", key, Optional.of("v")).fileName()).isEqualTo("a.zip");
    assertThatThrownBy(() -> new ReportVersion("", key, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReportVersion("b", key, Optional.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
