package io.cdrwebhooks.dispatch.rehearsal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cdrwebhooks.aws.dynamodb.RehearsedReads;
import io.cdrwebhooks.aws.dynamodb.TableNames;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Answer;
import io.cdrwebhooks.aws.snapshot.CannedAnswers.Request;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/// AWS as dispatch's rehearsal meets it: one task, its configuration, and two reports, of which one
/// says its number of lines. Every write succeeds, a delivery that was recorded is found, one is
/// overdue in each shard of the due index, and no other list has anything.
public final class RehearsedAws {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern DELIVERY_ID = Pattern.compile("dlv_[0-9a-f]{32}");
  private static final String NOTHING = "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}";

  private final String task;
  private final String configuration;
  private final String both;
  private final String overdue;
  private final TableNames tables;
  private final String lane;
  private final Map<String, String> recorded = new ConcurrentHashMap<>();
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();
  private final byte[] report = zip("A-Number;B-Number\n");

  /// `receiver` is whom the rehearsal tells.
  public RehearsedAws(TableNames tables, ReceiverUrl receiver, Instant now) {
    this.tables = tables;
    ConfigurationId id = ConfigurationId.of(new UUID(0, 0));
    CdrTask madeUpTask = new CdrTask(new TaskId(1), "Rehearsal", Optional.of(id), new Revision(1));
    WebhookConfiguration madeUpConfiguration =
        new WebhookConfiguration(
            id,
            "Rehearsal",
            receiver,
            SignaturePeriods.first(new SealedSignature("rehearsal", base64("sealed")), "", now),
            true,
            SendLimits.STANDARD,
            ReceiverHealth.GOOD,
            now,
            now,
            new Revision(1));
    this.task = RehearsedReads.answer(madeUpTask);
    this.configuration = RehearsedReads.answer(madeUpConfiguration);
    this.both = RehearsedReads.answer(tables, madeUpTask, madeUpConfiguration);
    this.lane = RehearsedReads.lane(id, now.plus(Duration.ofDays(10_000)));
    this.overdue =
        RehearsedReads.due(new DeliveryId("dlv_" + "0".repeat(32)), now.minus(Duration.ofHours(1)));
  }

  public Answer answer(Request request) {
    return switch (request.operation()) {
      case "" -> report(request);
      case "GetItem" -> Answer.json(item(request.body()));
      case "PutItem" -> {
        keep(request.body());
        yield Answer.json("{}");
      }
      case "UpdateItem" -> Answer.json(request.body().contains("lane_") ? lane : "{}");
      case "BatchGetItem" -> Answer.json(both);
      case "Query" -> Answer.json(request.body().contains("\"due\"") ? overdue : NOTHING);
      case "Decrypt" ->
          Answer.json(object("KeyId", "rehearsal", "Plaintext", base64("a made-up Signature")));
      case "SendMessage" -> {
        String message = message(request.body());
        sent.add(message);
        yield Answer.json(object("MessageId", "1", "MD5OfMessageBody", md5(message)));
      }
      default -> Answer.json("{}");
    };
  }

  /// The event by which Lambda would hand over what was sent since the last call.
  public byte[] sentMessages() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (String body = sent.poll(); body != null; body = sent.poll()) {
        json.writeStartObject();
        json.writeStringField("messageId", "sent");
        json.writeStringField("body", body);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String item(String request) {
    if (request.contains(tables.cdrTasks())) {
      return task;
    }
    if (request.contains(tables.webhookConfigurations())) {
      return configuration;
    }
    Matcher id = DELIVERY_ID.matcher(request);
    return id.find() ? recorded.getOrDefault(id.group(), "{}") : "{}";
  }

  /// A delivery that is recorded is read again by its lane.
  private void keep(String request) {
    int item = request.indexOf("{", request.indexOf("\"Item\""));
    Matcher id = DELIVERY_ID.matcher(request);
    if (id.find() && request.contains("\"delivery\"")) {
      recorded.put(id.group(), "{\"Item\":" + object(request.substring(item)) + "}");
    }
  }

  /// The object with which a text begins.
  private static String object(String text) {
    StringWriter copy = new StringWriter();
    try (JsonParser from = JSON.createParser(text);
        JsonGenerator to = JSON.createGenerator(copy)) {
      from.nextToken();
      to.copyCurrentStructure(from);
    } catch (IOException e) {
      throw new IllegalStateException("the SDK writes JSON", e);
    }
    return copy.toString();
  }

  /// With all the headers that S3 has for such an object: the SDK reads each of them, and a date is
  /// what it reads most slowly the first time.
  private Answer report(Request request) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Range", "bytes 0-" + (report.length - 1) + "/" + report.length);
    headers.put("Content-Type", "application/zip");
    headers.put("Accept-Ranges", "bytes");
    headers.put("Last-Modified", "Sun, 01 Feb 2026 10:00:00 GMT");
    headers.put("ETag", "\"00000000000000000000000000000000\"");
    headers.put("x-amz-version-id", "rehearsal");
    headers.put("x-amz-server-side-encryption", "AES256");
    headers.put("x-amz-request-id", "0000000000000000");
    headers.put("x-amz-id-2", "rehearsal");
    if (request.path().endsWith("/said.zip")) {
      headers.put("x-amz-meta-number-of-lines", "1");
    }
    return new Answer(206, headers, SdkBytes.fromByteArrayUnsafe(report));
  }

  private static byte[] zip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("report.csv"));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static String object(String... namesAndValues) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return text.toString();
  }

  private static String message(String request) {
    try (JsonParser json = JSON.createParser(request)) {
      String message = "";
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("MessageBody")) {
          message = json.nextTextValue();
        }
      }
      return message;
    } catch (IOException e) {
      throw new IllegalStateException("the SDK writes JSON", e);
    }
  }

  /// The SDK refuses an answer that does not prove which message was taken.
  private static String md5(String message) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(message.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
