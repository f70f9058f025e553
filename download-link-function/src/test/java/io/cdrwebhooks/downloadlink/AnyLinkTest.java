package io.cdrwebhooks.downloadlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/// Tests that no request below the path of download links causes a fault, and that only the token
/// itself finds its report. [LinkFixture] checks that each answer matches the document.
@Tag("slow")
class AnyLinkTest {
  private static final String TOKEN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
  private static final ReportVersion REPORT =
      new ReportVersion("bucket", new ReportKey(new TaskId(1), "tx1.zip"), Optional.empty());

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void onlyTheTokenFindsTheLink(@ForAll("requests") ApiGatewayEvent asked) {
    LinkFixture function = new LinkFixture();
    function.issue(AccessToken.of(UUID.fromString(TOKEN)), REPORT);

    HttpResponse answer = function.send(asked.stream());

    boolean follows =
        List.of("GET", "HEAD").contains(asked.method())
            && asked.path().endsWith(CallbackUrls.PATH + TOKEN);
    assertThat(answer.status()).isIn(follows ? List.of(302) : List.of(404, 405));
    assertThat(function.log).noneMatch(line -> line.contains(TOKEN));
  }

  @Provide
  Arbitrary<ApiGatewayEvent> requests() {
    Arbitrary<String> other =
        Arbitraries.oneOf(
            Arbitraries.of(TOKEN + " ", TOKEN + "/", TOKEN + "%00", TOKEN.toUpperCase(Locale.ROOT)),
            Arbitraries.of("", ".", "..", "%", "/", "\ud800", "x".repeat(10_000)),
            Arbitraries.strings().ofMaxLength(50));
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(30);
    return Combinators.combine(
            Arbitraries.of("GET", "GET", "HEAD", "POST", "get", ""),
            Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(TOKEN)), Tuple.of(2, other)),
            any,
            any,
            any)
        .as(
            (method, token, query, header, body) ->
                ApiGatewayEvent.of(method, CallbackUrls.PATH + token)
                    .withQuery(query)
                    .withHeader("range", header)
                    .withBody(body));
  }
}
