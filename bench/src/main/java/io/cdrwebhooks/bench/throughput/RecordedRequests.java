package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Records the requests that the functions of this process make, so that the bare SDK can repeat
/// them. The SDK creates it for each of its clients, because it is named in the file
/// `execution.interceptors`.
public final class RecordedRequests implements ExecutionInterceptor {
  private static volatile @Nullable Queue<SdkRequest> recording;

  /// Work that makes requests.
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Runs the work, and returns the requests that it made, in their order.
  static <E extends Exception> List<SdkRequest> of(Work<E> work) throws E, InterruptedException {
    Queue<SdkRequest> requests = new ConcurrentLinkedQueue<>();
    recording = requests;
    try {
      work.run();
    } finally {
      recording = null;
    }
    return List.copyOf(requests);
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes all) {
    Queue<SdkRequest> requests = recording;
    if (requests != null) {
      requests.add(context.request());
    }
  }

  /// Makes the same request again.
  ///
  /// @throws IllegalArgumentException if no function made such a request when this was written
  static Object repeat(AwsClients clients, SdkRequest request) {
    return switch (request) {
      case GetItemRequest get -> clients.dynamoDb().getItem(get);
      case BatchGetItemRequest get -> clients.dynamoDb().batchGetItem(get);
      case QueryRequest query -> clients.dynamoDb().query(query);
      case PutItemRequest put -> clients.dynamoDb().putItem(put);
      case UpdateItemRequest update -> clients.dynamoDb().updateItem(update);
      case DeleteItemRequest delete -> clients.dynamoDb().deleteItem(delete);
      case GetObjectRequest get -> clients.s3().getObjectAsBytes(get);
      case HeadObjectRequest head -> clients.s3().headObject(head);
      case SendMessageRequest send -> clients.sqs().sendMessage(send);
      case SendMessageBatchRequest send -> clients.sqs().sendMessageBatch(send);
      case GetQueueAttributesRequest get -> clients.sqs().getQueueAttributes(get);
      case DecryptRequest decrypt -> clients.kms().decrypt(decrypt);
      default ->
          throw new IllegalArgumentException(
              "request must be of a kind that repeat sends: " + request.getClass());
    };
  }
}
