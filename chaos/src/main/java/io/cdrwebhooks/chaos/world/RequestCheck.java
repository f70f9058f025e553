package io.cdrwebhooks.chaos.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Checks one request against the contract and the uploaded report. It uses none of the sender's
/// code, so that it finds the sender's mistakes.
final class RequestCheck {
  static final List<String> PROPERTIES =
      List.of(
          "contentType",
          "httpMethod",
          "callbackURL",
          "validUntil",
          "fileName",
          "fileSizeInBytes",
          "numberOfLines",
          "taskName",
          "taskId",
          "error");

  private static final Duration LINK_LIFE = Duration.ofHours(24);
  private static final Duration TOLERANCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpHead head;
  private final byte[] body;
  private final Upload upload;
  final List<String> complaints = new ArrayList<>();
  String callbackUrl = "";

  RequestCheck(HttpHead head, byte[] body, Upload upload) {
    this.head = head;
    this.body = body;
    this.upload = upload;
    checkSignatures(upload.recipient().key());
    checkBody();
  }

  private void checkSignatures(SignatureKey key) {
    String timestamp = header("webhook-timestamp");
    expect(new RequestSignatures(key).bothHold(this::header, body), "a signature is wrong");
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong("0" + timestamp)), Instant.now());
    expect(age.abs().compareTo(TOLERANCE) < 0, "webhook-timestamp is not the current time");
    expect(
        header("Content-Type").equals("application/json; charset=utf-8"), "Content-Type is wrong");
  }

  private void checkBody() {
    JsonNode payload;
    try {
      payload = JSON.readTree(body);
    } catch (IOException e) {
      complaints.add("the body is not JSON");
      return;
    }
    List<String> names = new ArrayList<>();
    payload.fieldNames().forEachRemaining(names::add);
    expect(names.equals(PROPERTIES), "properties must be " + PROPERTIES + ": " + names);
    equal(payload, "contentType", "application/zip");
    equal(payload, "httpMethod", "GET");
    equal(payload, "fileName", upload.report().fileName());
    equal(payload, "fileSizeInBytes", Long.toString(upload.sizeBytes()));
    equal(payload, "numberOfLines", Long.toString(upload.report().expectedLines()));
    equal(payload, "taskName", upload.recipient().taskName());
    equal(payload, "taskId", upload.recipient().task().toString());
    equal(payload, "error", "");
    checkValidity(payload.path("validUntil").asText());
    callbackUrl = payload.path("callbackURL").asText();
  }

  private void checkValidity(String validUntil) {
    try {
      Duration off =
          Duration.between(Instant.now().plus(LINK_LIFE), Instant.parse(validUntil)).abs();
      expect(off.compareTo(TOLERANCE) < 0, "validUntil must be 24 hours from now: " + validUntil);
    } catch (DateTimeException e) {
      complaints.add("validUntil must be a time: " + validUntil);
    }
  }

  private void equal(JsonNode payload, String name, String expected) {
    String given = payload.path(name).asText();
    expect(given.equals(expected), name + " must be " + expected + ": " + given);
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private String header(String name) {
    return head.header(name).orElse("");
  }
}
