package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsClients;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// The SDK's clients, made as the product makes them, and nothing around them.
record BareAws(DynamoDbClient dynamoDb, S3Client s3, SqsClient sqs, KmsClient kms) {
  static BareAws of(AwsClients clients) {
    return new BareAws(clients.dynamoDb(), clients.s3(), clients.sqs(), clients.kms());
  }

  /// Makes a request that was recorded. Where its condition does not hold, as when somebody else
  /// has the lane, it was made all the same.
  void make(SdkRequest request) {
    try {
      send(request);
    } catch (ConditionalCheckFailedException e) {
      // the product goes on too
    }
  }

  private void send(SdkRequest request) {
    Object _ =
        switch (request) {
          case GetItemRequest get -> dynamoDb.getItem(get);
          case PutItemRequest put -> dynamoDb.putItem(put);
          case UpdateItemRequest update -> dynamoDb.updateItem(update);
          case DeleteItemRequest delete -> dynamoDb.deleteItem(delete);
          case BatchGetItemRequest batch -> dynamoDb.batchGetItem(batch);
          case TransactWriteItemsRequest writes -> dynamoDb.transactWriteItems(writes);
          case QueryRequest query -> dynamoDb.query(query);
          case GetObjectRequest get -> s3.getObject(get, ResponseTransformer.toBytes());
          case HeadObjectRequest head -> s3.headObject(head);
          case SendMessageRequest message -> sqs.sendMessage(message);
          case GetQueueAttributesRequest queue -> sqs.getQueueAttributes(queue);
          case DecryptRequest sealed -> kms.decrypt(sealed);
          default ->
              throw new IllegalStateException(
                  "the bench does not know how to make a " + request.getClass().getSimpleName());
        };
  }
}
