package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTest {
  /// The parts of an upload that identify a delivery.
  record Parts(
      String bucket, long task, String fileName, Optional<String> versionId, String sequencer) {
    DeliveryId id() {
      ReportKey key = new ReportKey(new TaskId(task), fileName);
      return DeliveryId.of(new ReportVersion(bucket, key, versionId), sequencer);
    }

    /// The sequencer only counts where there is no version.
    List<Object> identity() {
      return List.of(bucket, task, fileName, versionId, versionId.isPresent() ? "" : sequencer);
    }
  }

  /// If these changed, every delivery in flight would be sent again under another id.
  @Test
  void idsNeverChange() {
    assertThat(new Parts("cdr-reports", 1, "tx00001.zip", Optional.of("v1"), "0055").id())
        .hasToString("dlv_3092a33157c53427a2a1dc08f9c4a7a2");
    assertThat(new Parts("cdr-reports", 42, "Zürich 📞.zip", Optional.empty(), "0055").id())
        .hasToString("dlv_37259246883509e0fe56b640c8c32468");
  }

  @Property
  void idsAreEqualExactlyIfTheirPartsAre(@ForAll("parts") Parts one, @ForAll("parts") Parts other) {
    assertThat(one.id().equals(other.id())).isEqualTo(one.identity().equals(other.identity()));
  }

  /// Few letters, so that parts often overlap with each other's text.
  @Provide
  Arbitrary<Parts> parts() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("a1:").ofMinLength(1).ofMaxLength(3);
    return Combinators.combine(
            texts, Arbitraries.longs().between(1, 3), texts, texts.optional(), texts)
        .as(Parts::new);
  }

  @Test
  void parsesItsText() {
    DeliveryId id = new DeliveryId("dlv_0123456789abcdef0123456789abcdef");
    assertThat(DeliveryId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dlv_",
        "0123456789abcdef0123456789abcdef",
        "dlv_0123456789ABCDEF0123456789abcdef",
        "dlv_0123456789abcdef0123456789abcde",
        "dlv_0123456789abcdef0123456789abcdef0",
        "dlv_0123456789abcdef0123456789abcdef\n",
        " dlv_0123456789abcdef0123456789abcdef",
        "cfg_0123456789abcdef0123456789abcdef"
      })
  void otherTextIsNotAnId(String text) {
    assertThat(DeliveryId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new DeliveryId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
