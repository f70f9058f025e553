package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// SQS, KMS and EventBridge: they take whatever they are given, no other message waits, and every
/// ciphertext opens.
final class CannedServices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAINTEXT =
      Base64.getEncoder().encodeToString(CannedAws.SIGNATURE.bytes());
  private static final Answer DECRYPTED =
      Answer.json(
          """
          {"KeyId":"%s","Plaintext":"%s","EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}"""
              .formatted(CannedTables.KEY_ID, PLAINTEXT));
  private static final Answer ENCRYPTED =
      Answer.json(
          """
          {"KeyId":"%s","CiphertextBlob":"%s"}"""
              .formatted(CannedTables.KEY_ID, PLAINTEXT));
  private static final Answer QUEUE_IS_EMPTY =
      Answer.json("{\"Attributes\":{\"ApproximateNumberOfMessages\":\"0\"}}");
  private static final Answer EVENTS_PUT =
      Answer.json("{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"0\"}]}");

  private CannedServices() {}

  static Answer answer(String operation, String body) {
    return switch (operation) {
      case "TrentService.Decrypt" -> DECRYPTED;
      case "TrentService.Encrypt" -> ENCRYPTED;
      case "AWSEvents.PutEvents" -> EVENTS_PUT;
      case "AmazonSQS.GetQueueAttributes" -> QUEUE_IS_EMPTY;
      case "AmazonSQS.SendMessage" -> sent(read(body));
      default -> Answer.of(400, "", "{\"__type\":\"UnknownOperationException\"}");
    };
  }

  /// The SDK checks the digest.
  private static Answer sent(JsonNode message) {
    return Answer.json(
        """
        {"MessageId":"00000000-0000-4000-8000-000000000000","MD5OfMessageBody":"%s"}"""
            .formatted(md5(message.get("MessageBody").textValue())));
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
