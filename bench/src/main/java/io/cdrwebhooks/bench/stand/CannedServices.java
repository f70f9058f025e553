package io.cdrwebhooks.bench.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// SQS, KMS and EventBridge: they accept everything, no other message waits, and every ciphertext
/// opens.
final class CannedServices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAINTEXT =
      Base64.getEncoder().encodeToString(CannedAws.SIGNATURE.bytes());
  private static final Answer DECRYPTED =
      Answer.json(
          200,
          """
          {"KeyId":"%s","Plaintext":"%s","EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}"""
              .formatted(CannedTables.KEY_ID, PLAINTEXT));
  private static final Answer ENCRYPTED =
      Answer.json(
          200,
          """
          {"KeyId":"%s","CiphertextBlob":"%s"}"""
              .formatted(CannedTables.KEY_ID, PLAINTEXT));
  private static final Answer QUEUE_IS_EMPTY =
      Answer.json(200, "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"0\"}}");
  private static final Answer EVENTS_PUT =
      Answer.json(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"0\"}]}");

  private CannedServices() {}

  static Answer answer(String operation, String body) {
    return switch (operation) {
      case "TrentService.Decrypt" -> DECRYPTED;
      case "TrentService.Encrypt" -> ENCRYPTED;
      case "AWSEvents.PutEvents" -> EVENTS_PUT;
      case "AmazonSQS.GetQueueAttributes" -> QUEUE_IS_EMPTY;
      case "AmazonSQS.SendMessage" -> sent(body);
      default -> Answer.json(400, "{\"__type\":\"UnknownOperationException\"}");
    };
  }

  /// The SDK checks the digest.
  private static Answer sent(String message) {
    try {
      String text = JSON.readTree(message).required("MessageBody").textValue();
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Answer.json(
          200,
          """
          {"MessageId":"00000000-0000-4000-8000-000000000000","MD5OfMessageBody":"%s"}"""
              .formatted(HexFormat.of().formatHex(digest)));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("not a message: " + message, e);
    }
  }
}
