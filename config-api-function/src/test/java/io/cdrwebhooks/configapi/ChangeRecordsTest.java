package io.cdrwebhooks.configapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.http.ApiGatewayEvent;
import io.cdrwebhooks.aws.http.HttpRequest.Distribution;
import io.cdrwebhooks.change.ChangeRecord;
import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.testing.InterceptedCalls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that each change is recorded before it takes effect, without secrets, and that it is
/// refused if it cannot be recorded.
class ChangeRecordsTest {
  private static final String HEADER_SECRET = "header-value-of-the-tests";
  private static final String RECOVERY = "START_RECOVERY";
  private static final String QUERY_SECRET = "query-value-of-the-tests";
  private static final Map<String, String> CLAIMS =
      Map.of(
          "iss", "https://issuer.example",
          "sub", "operator-1",
          "client_id", "console",
          "iat", "1772359200",
          "exp", "1772362800");

  private final TestApi api = new TestApi();

  static Stream<Route> changingRoutes() {
    return Stream.of(Route.values()).filter(Route::changes);
  }

  @ParameterizedTest
  @MethodSource("changingRoutes")
  void everyChangingRouteIsRecordedBeforeItBegins(Route route) {
    List<ChangeRecord> first = new ArrayList<>();
    api.use(
        InterceptedCalls.of(
            "put",
            Changes.class,
            api.changes,
            call -> {
              first.add((ChangeRecord) call.argument(0));
              return call.proceed();
            }));

    Answer answer = api.send(request(route));

    assertThat(first).hasSize(2);
    assertThat(first.getFirst().status()).isEmpty();
    assertThat(first.getFirst().operation()).isEqualTo(route.name());
    assertThat(first.getFirst().actor().subject()).isEqualTo("operator-1");
    assertThat(first.getLast().id()).isEqualTo(first.getFirst().id());
    assertThat(first.getLast().status()).isEqualTo(OptionalInt.of(answer.status()));
  }

  @ParameterizedTest
  @MethodSource("changingRoutes")
  void changingRouteDoesNotBeginWithoutARecord(Route route) {
    api.use(Faults.before("put", Changes.class, api.changes));

    Answer answer = api.send(request(route));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("nothing was changed");
  }

  @Test
  void refusedRecordChangesNothing() {
    String path = api.configured("Acme");
    api.storeTask(1, Optional.of(path));
    api.use(Faults.before("put", Changes.class, api.changes));

    assertThat(api.post("/webhook-configurations", TestApi.creation("Other")).status())
        .isEqualTo(503);
    assertThat(api.put(path, "\"1\"", TestApi.replacement("Renamed")).status()).isEqualTo(503);
    assertThat(api.delete("/cdr-tasks/1").status()).isEqualTo(503);

    assertThat(api.get(path).body().path("name").asText()).isEqualTo("Acme");
    assertThat(api.get("/webhook-configurations").body().path("items")).hasSize(1);
    assertThat(api.get("/cdr-tasks/1").status()).isEqualTo(200);
  }

  @Test
  void lostResultLeavesTheFirstRecord() {
    String path = api.configured("Acme");
    api.changes.all(); // the creation
    int[] puts = {0};
    Changes onlyOnce =
        Faults.meanwhile(
            "put",
            Changes.class,
            api.changes,
            () -> {
              if (++puts[0] == 2) {
                throw new IllegalStateException("the store broke");
              }
            });
    api.use(onlyOnce);

    assertThat(api.put(path, "\"1\"", TestApi.replacement("Renamed")).status()).isEqualTo(200);

    ChangeRecord left =
        api.changes.all().stream()
            .filter(each -> each.operation().equals("REPLACE_CONFIGURATION"))
            .findAny()
            .orElseThrow();
    assertThat(left.status()).isEmpty();
    assertThat(left.before()).contains("\"name\":\"Acme\"");
    assertThat(api.log).anyMatch(line -> line.contains("change.result-not-recorded"));
  }

  @Test
  void recordHasOnlyTheFieldsThatChanged() {
    String path = api.configured("Acme");
    api.send(
        TestApi.request("PUT", path, TestApi.replacement("Acme"))
            .withHeader("if-match", "\"1\"")
            .withClaims(CLAIMS));

    ChangeRecord change = only("REPLACE_CONFIGURATION");
    assertThat(change.before()).isEqualTo("{\"url\":\"https://receiver.example/cdr\"}");
    assertThat(change.after()).isEqualTo("{\"url\":\"https://receiver.example\"}");
    assertThat(change.about()).hasToString("Optional[configuration:" + TestApi.idIn(path) + "]");
    assertThat(change.actor().issuer()).isEqualTo("https://issuer.example");
    assertThat(change.actor().clientId()).isEqualTo("console");
    assertThat(change.actor().address()).isEqualTo("203.0.113.7");
  }

  @Test
  void creationAndDeletionNameTheConfiguration() {
    String path = api.configured("Acme");
    assertThat(api.delete(path).status()).isEqualTo(204);

    ChangeRecord created = only("CREATE_CONFIGURATION");
    ChangeRecord deleted = only("DELETE_CONFIGURATION");
    assertThat(created.about()).isEqualTo(deleted.about()).isPresent();
    assertThat(created.before()).isEqualTo("{}");
    assertThat(created.after()).contains("\"name\":\"Acme\"");
    assertThat(deleted.before()).isEqualTo(created.after());
    assertThat(deleted.after()).isEqualTo("{}");
  }

  @Test
  void refusedChangeIsRecordedWithItsStatus() {
    String path = api.configured("Acme");

    assertThat(api.put(path, "\"9\"", TestApi.replacement("Other")).status()).isEqualTo(412);

    assertThat(only("REPLACE_CONFIGURATION").status()).isEqualTo(OptionalInt.of(412));
    assertThat(only("REPLACE_CONFIGURATION").after()).isEqualTo("{}");
  }

  @Test
  void countOfARecoveryLeavesNoRecord() {
    String window =
        "\"configurationId\":\"%s\",\"from\":\"2026-02-28T00:00:00Z\",\"to\":\"2026-03-01T00:00:00Z\""
            .formatted(TestApi.idIn(api.configured("Acme")));

    assertThat(api.post("/recoveries", "{" + window + ",\"dryRun\":true}").status()).isEqualTo(200);
    assertThat(api.changes.all()).extracting(ChangeRecord::operation).doesNotContain(RECOVERY);

    assertThat(api.post("/recoveries", "{" + window + ",\"dryRun\":false}").status())
        .isEqualTo(202);
    assertThat(only(RECOVERY).after()).contains("2026-02-28T00:00:00.000Z", "\"configurationId\"");
  }

  @Test
  void recordsContainNoSecrets() {
    String path =
        "/webhook-configurations/"
            + api.post(
                    "/webhook-configurations",
                    secretly("Acme", "first", ",\"signature\":\"" + TestApi.SIGNATURE + "\""))
                .body()
                .path("id")
                .asText();
    assertThat(api.put(path, "*", secretly("Acme", "second", "")).status()).isEqualTo(200);
    assertThat(
            api.post(path + "/signature", "*", "{\"signature\":\"" + TestApi.SIGNATURE + "2\"}")
                .status())
        .isEqualTo(200);
    assertThat(api.delete(path).status()).isEqualTo(204);

    assertThat(api.changes.all()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(api.changes.all().toString() + api.notices)
        .doesNotContain(TestApi.SIGNATURE, HEADER_SECRET, QUERY_SECRET)
        .contains("X-Api-Key", "token=***");
    assertThat(only("REPLACE_CONFIGURATION").after()).contains("(changed)");
    assertThat(only("ROTATE_SIGNATURE").after()).contains("signatureHint");
  }

  @Test
  void signInIsRecordedOnce() {
    ApiGatewayEvent read = TestApi.request("GET", "/me").withClaims(CLAIMS);
    api.send(read);
    api.send(TestApi.request("GET", "/deliveries").withClaims(CLAIMS));
    api.use(api.stores); // another process

    api.send(read);

    assertThat(api.changes.all()).hasSize(1);
    ChangeRecord signIn = only(ChangeRecord.SIGN_IN);
    assertThat(signIn.actor().subject()).isEqualTo("operator-1");
    assertThat(signIn.at()).isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void readingSucceedsIfTheSignInCannotBeRecorded() {
    api.use(Faults.before("putFirst", Changes.class, api.changes));
    assertThat(api.get("/me").status()).isEqualTo(200);
    assertThat(api.log).anyMatch(line -> line.contains("sign-in.not-recorded"));
  }

  @Test
  void personsAddressIsReadOnlyBehindTheDistribution() {
    String secret = "secret-of-the-distribution";
    api.use(
        new Deployment(
            List.of(),
            URI.create("https://cdr.example.com"),
            false,
            Deployment.Scopes.STANDARD,
            Optional.empty(),
            Optional.of(new Distribution(secret))));
    ApiGatewayEvent change =
        TestApi.request("DELETE", "/cdr-tasks/7")
            .withClaims(CLAIMS)
            .withHeader("x-forwarded-for", "192.0.2.1, 198.51.100.1, 203.0.113.7");

    api.send(change.withHeader("x-cdr-distribution", secret));
    api.send(change.withHeader("x-cdr-distribution", "made-up-by-the-caller"));

    assertThat(api.changes.all())
        .filteredOn(record -> record.operation().equals("DELETE_TASK"))
        .extracting(record -> record.actor().address() + "/" + record.actor().forwardedFor())
        .containsExactlyInAnyOrder(
            "198.51.100.1/", "203.0.113.7/192.0.2.1, 198.51.100.1, 203.0.113.7");
    assertThat(api.log.getFirst()).contains("\"address\":\"198.51.100.1\"");
    assertThat(api.log.getLast()).contains("\"address\":\"203.0.113.7\"");
    assertThat(api.log + api.changes.all().toString()).doesNotContain(secret);
  }

  @Test
  void meNamesTheCallerAndItsRights() {
    Answer me =
        api.send(
            ApiGatewayEvent.of("GET", TestApi.BASE + "/me")
                .withScopes("webhooks/read")
                .withClaims(CLAIMS));

    assertThat(me.text())
        .isEqualTo(
            "{\"issuer\":\"https://issuer.example\",\"subject\":\"operator-1\",\"clientId\":\"console\","
                + "\"scopes\":[\"webhooks/read\"],\"mayWrite\":false,"
                + "\"readOnlyReason\":\"The token lacks the scope webhooks/write.\","
                + "\"expiresAt\":\"2026-03-01T11:00:00.000Z\"}");
    Answer writer = api.get("/me");
    assertThat(writer.body().path("mayWrite").asBoolean()).isTrue();
    assertThat(writer.body().path("readOnlyReason").isNull()).isTrue();
  }

  @Test
  void listIsFilteredByResourceSubjectAndTime() {
    String path = api.configured("Acme");
    api.configured("Other");
    String id = TestApi.idIn(path).value();

    assertThat(api.get("/changes?about=configuration:" + id).body().path("items")).hasSize(1);
    assertThat(api.get("/changes?subject=another").body().path("items")).isEmpty();
    assertThat(api.get("/changes?to=2026-03-01T00:00:01Z").body().path("items")).hasSize(1);
    assertThat(api.get("/changes?limit=1").body().path("nextCursor").isTextual()).isTrue();
    assertThat(api.get("/changes?about=configuration:7").status()).isEqualTo(400);
    assertThat(api.get("/changes?cursor=x").status()).isEqualTo(400);
  }

  private ChangeRecord only(String operation) {
    List<ChangeRecord> found =
        api.changes.all().stream().filter(each -> each.operation().equals(operation)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static ApiGatewayEvent request(Route route) {
    String path = route.template().replaceAll("\\{\\w+}", "7");
    return TestApi.request(route.method(), path, "{}").withClaims(CLAIMS);
  }

  private static String secretly(String name, String query, String more) {
    return "{\"name\":\"%s\",\"url\":\"https://receiver.example/cdr?token=%s-%s\""
            .formatted(name, query, QUERY_SECRET)
        + ",\"requestHeaders\":[{\"name\":\"X-Api-Key\",\"value\":\"%s\"}]%s}"
            .formatted(HEADER_SECRET, more);
  }
}
