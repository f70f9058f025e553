package io.cdrwebhooks.local;

import io.cdrwebhooks.emulators.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// `make redrive`: moves the dead letters of the running system back to the queues they come from,
/// as an operator does in AWS once the cause is mended.
public final class Redrive {
  private static final int MOST_AT_ONCE = 10;

  private Redrive() {}

  /// Argument: the directory of the running system's data.
  public static void main(String[] arguments) {
    try {
      if (arguments.length != 1 || arguments[0].isBlank()) {
        throw new StartFailure("Needed: the directory of the running system.");
      }
      run(Path.of(arguments[0]));
    } catch (StartFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Path directory) {
    URI endpoint = KeptAddress.QUEUES.in(directory);
    try (SqsClient sqs = new AccessKey("any", "any").sqs(endpoint)) {
      for (String queue : LocalQueues.ALL) {
        System.out.printf("%s: %d moved back%n", queue, move(sqs, queue));
      }
    } catch (SdkException e) {
      throw new StartFailure("No queues answer at " + endpoint + ": is make run running?", e);
    }
  }

  /// How many messages went from a queue's dead letters back into it. One is deleted only after it
  /// was sent: a failure in between makes a repeat, and loses nothing.
  static int move(SqsClient sqs, String queue) {
    String to = url(sqs, queue);
    String from = url(sqs, LocalQueues.deadLetters(queue));
    int moved = 0;
    List<Message> messages = receive(sqs, from);
    while (!messages.isEmpty()) {
      for (Message message : messages) {
        var _ = sqs.sendMessage(send -> send.queueUrl(to).messageBody(message.body()));
        var _ =
            sqs.deleteMessage(
                delete -> delete.queueUrl(from).receiptHandle(message.receiptHandle()));
        moved++;
      }
      messages = receive(sqs, from);
    }
    return moved;
  }

  private static List<Message> receive(SqsClient sqs, String queueUrl) {
    return sqs.receiveMessage(
            request -> request.queueUrl(queueUrl).maxNumberOfMessages(MOST_AT_ONCE))
        .messages();
  }

  private static String url(SqsClient sqs, String queue) {
    return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
  }
}
