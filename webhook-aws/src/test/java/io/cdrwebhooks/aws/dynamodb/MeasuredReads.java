package io.cdrwebhooks.aws.dynamodb;

import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/// Measures the read units of a client; fails on any request but a query or a batch of gets.
final class MeasuredReads implements ExecutionInterceptor {
  private final LongAdder requests = new LongAdder();
  private final LongAdder items = new LongAdder();
  private final DoubleAdder units = new DoubleAdder();

  /// `units` are read units; `items` counts what was read, from indexes too.
  record Cost(long requests, long items, double units) {}

  /// Since the last time it was asked.
  Cost taken() {
    return new Cost(requests.sumThenReset(), items.sumThenReset(), units.sumThenReset());
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    return switch (context.request()) {
      case QueryRequest query ->
          query.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
      case BatchGetItemRequest gets ->
          gets.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
      default -> throw new AssertionError("a list does not need " + context.request());
    };
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    requests.increment();
    switch (context.response()) {
      case QueryResponse query -> {
        items.add(query.scannedCount());
        units.add(query.consumedCapacity().capacityUnits());
      }
      case BatchGetItemResponse gets -> {
        items.add(gets.responses().values().stream().mapToInt(List::size).sum());
        Stream<ConsumedCapacity> consumed = gets.consumedCapacity().stream();
        units.add(consumed.mapToDouble(ConsumedCapacity::capacityUnits).sum());
      }
      default -> throw new AssertionError("no answer to a read: " + context.response());
    }
  }
}
