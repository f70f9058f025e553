package io.cdrwebhooks.local.lambda;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Stops a chain of invocations as Lambda does: if a function sends to the queue that invokes it,
/// its 17th invocation in a chain is refused.
///
/// An attribute of a message has its position in the chain; Lambda keeps its count in the trace
/// header that the SDK adds. Source: AWS Lambda Developer Guide, "Use Lambda recursive loop
/// detection".
public final class RecursionDetection {
  static final String HOP = "hop";

  private static final int MAX_CHAIN = 16;

  /// The hop of the current invocation. A thread inherits it from the thread that started it.
  private static final InheritableThreadLocal<Integer> CURRENT = new InheritableThreadLocal<>();

  private RecursionDetection() {}

  /// Returns a client for functions, which counts the hops of the messages that an invocation
  /// sends.
  public static SqsClient counting(SqsClient sqs) {
    return new SqsClient() {
      @Override
      public SendMessageResponse sendMessage(SendMessageRequest request) {
        return sqs.sendMessage(request.toBuilder().messageAttributes(next()).build());
      }

      @Override
      public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        return sqs.sendMessageBatch(
            request.toBuilder()
                .entries(
                    request.entries().stream()
                        .map(entry -> entry.toBuilder().messageAttributes(next()).build())
                        .toList())
                .build());
      }

      @Override
      public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return sqs.getQueueAttributes(request);
      }

      @Override
      public String serviceName() {
        return sqs.serviceName();
      }

      @Override
      public void close() {
        sqs.close();
      }
    };
  }

  /// Returns the position in its chain of the invocation that a message causes; 1 if no function
  /// has sent the message.
  static int hop(Message message) {
    return Optional.ofNullable(message.messageAttributes().get(HOP))
        .map(value -> Integer.parseInt(value.stringValue()))
        .orElse(1);
  }

  /// @throws IOException if the chain is too long; then it invokes nothing
  static byte[] invoke(LocalFunction function, byte[] event, int hop) throws IOException {
    if (hop > MAX_CHAIN) {
      throw new IOException(
          "a chain must have at most %d invocations of %s: %d"
              .formatted(MAX_CHAIN, function.name(), hop));
    }
    CURRENT.set(hop);
    try {
      return function.invoke(event);
    } finally {
      CURRENT.remove();
    }
  }

  /// Returns the attributes of a message that the current invocation sends.
  private static Map<String, MessageAttributeValue> next() {
    int next = Optional.ofNullable(CURRENT.get()).orElse(0) + 1;
    return Map.of(
        HOP,
        MessageAttributeValue.builder()
            .dataType("Number")
            .stringValue(Integer.toString(next))
            .build());
  }
}
