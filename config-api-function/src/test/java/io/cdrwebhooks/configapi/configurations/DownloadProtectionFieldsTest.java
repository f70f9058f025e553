package io.cdrwebhooks.configapi.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.receiver.ReceiverRules;
import io.cdrwebhooks.terms.DownloadProtection;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the choice of what a download link needs, and what the choice needs.
class DownloadProtectionFieldsTest {
  private static final String PATH = "/webhook-configurations";
  private static final String LONG = "0123456789-0123456789-0123456789";
  private static final String NETWORKS =
      "\"receiverRequests\":{\"enabled\":false,\"allowedNetworks\":[\"203.0.113.0/24\"]},";

  private final TestApi api = new TestApi();

  @ParameterizedTest
  @EnumSource
  void choiceIsStoredAndShown(DownloadProtection protection) {
    String path = created(NETWORKS + choice(protection.word()), LONG);

    assertThat(api.stored(path).terms().downloadProtection()).isEqualTo(protection);
    assertThat(api.get(path).body().path("downloadProtection").asText())
        .isEqualTo(protection.word());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"downloadProtection\":null,"})
  void absentOrNullFieldMeansNoProtection(String field) {
    assertThat(api.stored(created(field, TestApi.SIGNATURE)).terms().downloadProtection())
        .isEqualTo(DownloadProtection.NONE);
  }

  @Test
  void replacementWithoutTheFieldKeepsProtection() {
    String signed = created(choice("signed-header"), LONG);
    assertThat(api.put(signed, "*", TestApi.replacement("A")).status()).isEqualTo(200);
    assertThat(api.stored(signed).terms().downloadProtection())
        .isEqualTo(DownloadProtection.SIGNED_HEADER);

    String open = api.configured("B");
    assertThat(api.put(open, "*", TestApi.replacement("B")).status()).isEqualTo(200);
    assertThat(api.stored(open).terms().downloadProtection()).isEqualTo(DownloadProtection.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"none\"", "null"})
  void replacementTurnsProtectionOff(String value) {
    String path = created(choice("signed-header"), LONG);
    String off = "{\"downloadProtection\":" + value + "," + TestApi.replacement("A").substring(1);

    assertThat(api.put(path, "*", off).status()).isEqualTo(200);
    assertThat(api.stored(path).terms().downloadProtection()).isEqualTo(DownloadProtection.NONE);
  }

  @Test
  void replacementWithoutTheNetworksOfAKeptOneIsRefused() {
    String path = created(NETWORKS + choice("networks"), LONG);

    Answer answer = api.put(path, "*", TestApi.replacement("A"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("downloadProtection");
    assertThat(answer.text()).contains("receiverRequests.allowedNetworks");
    assertThat(api.stored(path).terms().downloadProtection())
        .isEqualTo(DownloadProtection.NETWORKS);

    String withNetworks = "{" + NETWORKS + TestApi.replacement("A").substring(1);
    assertThat(api.put(path, "*", withNetworks).status()).isEqualTo(200);
    assertThat(api.stored(path).terms().downloadProtection())
        .isEqualTo(DownloadProtection.NETWORKS);
  }

  /// The function of links sees an address of CloudFront there.
  @Test
  void networksAreRefusedBehindADistribution() {
    String kept = created(NETWORKS + choice("networks"), LONG);
    api.use(new ReceiverCheck(ReceiverRules.PRODUCTION, _ -> Optional.empty(), true));

    Answer answer = api.post(PATH, creation(NETWORKS + choice("networks"), TestApi.SIGNATURE));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("downloadProtection");
    assertThat(answer.text()).contains("linksDomainName");
    String unchanged = "{" + NETWORKS + TestApi.replacement("A").substring(1);
    assertThat(api.put(kept, "*", unchanged).status()).as("from before it").isEqualTo(200);
    String signed = "{" + choice("signed-header") + TestApi.replacement("A").substring(1);
    assertThat(api.put(kept, "*", signed).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {"downloadProtection | \"signed-header\"", "receiverRequests   | {\"enabled\":true}"})
  void settingNeedsALongSignature(String field, String value) {
    String turnsOn = "\"%s\":%s,".formatted(field, value);
    Answer creation = api.post(PATH, creation(turnsOn, LONG.substring(1)));
    assertThat(creation.status()).isEqualTo(422);
    assertThat(creation.fieldsAtFault()).containsExactly("signature");

    String with = created(turnsOn, LONG);
    Answer rotation =
        api.post(with + "/signature", "*", "{\"signature\":\"" + TestApi.SIGNATURE + "\"}");
    assertThat(rotation.status()).isEqualTo(422);
    assertThat(rotation.fieldsAtFault()).containsExactly("signature");

    String without = api.configured("B");
    String body = "{" + turnsOn + TestApi.replacement("B").substring(1);
    Answer replacement = api.put(without, "*", body);
    assertThat(replacement.status()).isEqualTo(422);
    assertThat(replacement.fieldsAtFault()).containsExactly(field);
    assertThat(replacement.text()).contains("at least 32 characters");
    rotate(without, LONG, "");
    assertThat(api.put(without, "*", body).status()).isEqualTo(200);
  }

  @Test
  void signedHeaderWaitsForThePlannedRotationAndItsOverlap() {
    String path = api.configured("A");
    rotate(path, LONG, ",\"effectiveAt\":\"2026-03-03T10:00:00Z\",\"overlapDays\":2");

    shorterSignsUntil(path, "2026-03-05T10:00:00Z");
    api.now = Instant.parse("2026-03-04T10:00:00Z");
    shorterSignsUntil(path, "2026-03-05T10:00:00Z");
    api.now = Instant.parse("2026-03-05T10:00:00Z");
    assertThat(turnOn(path).status()).isEqualTo(200);
  }

  /// Receiver requests, which ignore a short Signature, do not need to wait.
  @Test
  void receiverRequestsDoNotShortenTheWaitForSignedHeaders() {
    String path = api.configured("A");
    rotate(path, LONG, ",\"overlapDays\":3");
    String requests = "\"receiverRequests\":{\"enabled\":true},";
    String alone = "{" + requests + TestApi.replacement("A").substring(1);
    assertThat(api.put(path, "*", alone).status()).isEqualTo(200);

    Answer both =
        api.put(
            path,
            "*",
            "{" + requests + choice("signed-header") + TestApi.replacement("A").substring(1));
    assertThat(both.status()).isEqualTo(422);
    assertThat(both.fieldsAtFault()).containsExactly("downloadProtection");
  }

  private void rotate(String path, String signature, String more) {
    Answer answer =
        api.post(path + "/signature", "*", "{\"signature\":\"" + signature + "\"" + more + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private Answer turnOn(String path) {
    return api.put(
        path, "*", "{" + choice("signed-header") + TestApi.replacement("A").substring(1));
  }

  private void shorterSignsUntil(String path, String end) {
    Answer answer = turnOn(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.fieldsAtFault()).containsExactly("downloadProtection");
    assertThat(answer.text()).contains("a shorter one signs until " + end.substring(0, 19));
  }

  private String created(String fields, String signature) {
    Answer created = api.post(PATH, creation(fields, signature));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return PATH + "/" + created.body().path("id").asText();
  }

  private static String choice(String word) {
    return "\"downloadProtection\":\"" + word + "\",";
  }

  private static String creation(String fields, String signature) {
    String body = TestApi.creation("A").substring(1).replace(TestApi.SIGNATURE, signature);
    return "{" + fields + body;
  }
}
