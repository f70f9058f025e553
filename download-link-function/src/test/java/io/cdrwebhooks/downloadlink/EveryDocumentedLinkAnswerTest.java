package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.openapi.ApiContract.Given;
import io.cdrwebhooks.aws.openapi.ApiDocument;
import io.cdrwebhooks.aws.openapi.Operation;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the function gives each documented answer. Every other test checks that answers match
/// the document.
class EveryDocumentedLinkAnswerTest {
  /// The statuses that only the gateway answers.
  private static final Set<Integer> OF_THE_GATEWAY = Set.of(429, 503);

  private static final ReportVersion REPORT =
      new ReportVersion("bucket", new ReportKey(new TaskId(1), "tx1.zip"), Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"followDownloadLink", "checkDownloadLink"})
  void everyAnswerIsGiven(String id) {
    Operation operation = ApiDocument.ofThisTree().operation(id);
    LinkFixture function = new LinkFixture();
    LinkFixture broken =
        new LinkFixture(LinkFixture.urls(Map.of("AWS_REGION", "eu-central-1"))); // can sign nothing

    AccessToken token = function.issue(REPORT);
    function.send(operation.method(), token);
    function.send(operation.method(), AccessToken.of(UUID.randomUUID()));
    AccessToken needing = AccessToken.of(UUID.randomUUID());
    function.links.issue(
        DownloadLink.issue(needing, function.stored(REPORT), function.now)
            .needing(new SecondFactor.FromNetworks(List.of(AddressBlock.of("192.0.2.0/24")))));
    function.send(operation.method(), needing);
    function.now = function.now.plus(Duration.ofDays(2));
    function.send(operation.method(), token);
    broken.send(operation.method(), broken.issue(REPORT));

    Set<Given> given = new HashSet<>(function.contract.given());
    given.addAll(broken.contract.given());
    assertThat(given)
        .containsExactlyInAnyOrderElementsOf(
            operation.statuses().stream()
                .filter(status -> !OF_THE_GATEWAY.contains(status))
                .map(status -> new Given(id, status))
                .toList());
  }
}
