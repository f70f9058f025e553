package io.cdrwebhooks.bench.throughput;

import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/// Messages of a queue, in the batches that Lambda takes.
record QueueBatches(SqsClient sqs, String queueUrl) {
  /// Waits a second for the first; empty if none comes.
  List<Message> receive() {
    return sqs.receiveMessage(
            request -> request.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
        .messages();
  }

  void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries =
        messages.stream()
            .map(
                message ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
            .toList();
    var _ = sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
  }

  /// The file that an event of S3 is about.
  static String fileName(String event) {
    String name = event.substring(event.indexOf("\"key\":\"") + 7);
    name = name.substring(0, name.indexOf('"'));
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
