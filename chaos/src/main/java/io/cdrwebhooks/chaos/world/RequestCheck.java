package io.cdrwebhooks.chaos.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.emulators.http.HttpHead;
import io.cdrwebhooks.local.receiver.RequestSignatures;
import java.io.IOException;

/// Checks one request against the uploaded report. It uses none of the sender's code, so that it
/// finds the sender's mistakes. Tests with golden files check the other fields.
record RequestCheck(Upload upload, ReceivedRequests received) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void check(HttpHead head, byte[] body) throws IOException {
    RequestSignatures signatures = new RequestSignatures(upload.recipient().key());
    if (!signatures.bothHold(name -> head.header(name).orElse(""), body)) {
      received.complain("a signature is wrong: " + upload.id());
    }
    JsonNode payload = JSON.readTree(body);
    PlannedReport report = upload.report();
    expect(payload, "fileName", report.fileName());
    expect(payload, "fileSizeInBytes", Long.toString(upload.sizeBytes()));
    expect(payload, "numberOfLines", Integer.toString(report.lines()));
    expect(payload, "taskId", report.recipient().task().toString());
    received.addLink(payload.path("callbackURL").asText());
  }

  private void expect(JsonNode payload, String name, String expected) {
    String given = payload.path(name).asText();
    if (!given.equals(expected)) {
      received.complain("%s of %s must be %s: %s".formatted(name, upload.id(), expected, given));
    }
  }
}
