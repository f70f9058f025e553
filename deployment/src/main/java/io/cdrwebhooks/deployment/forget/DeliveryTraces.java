package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbWorkNotes;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The deliveries of a customer and the records that belong to them: attempts, links, receipts,
/// notes, and the counters of their numbers.
///
/// It finds them through the index of the task or the configuration, and reads no others. It
/// deletes a delivery's own item last, so that the next run continues an interrupted one.
record DeliveryTraces(StoredItems deliveries, StoredItems links, Consumer<String> progress) {
  private static final int PAGE = 100;
  private static final int PAGES_BETWEEN_LINES = 100;

  /// The items that were found and deleted: deliveries, their attempts, their links with receipts,
  /// and the counters of their numbers.
  record Erased(
      ErasureCount deliveries, ErasureCount attempts, ErasureCount links, ErasureCount counters) {
    static final Erased NOTHING =
        new Erased(ErasureCount.NONE, ErasureCount.NONE, ErasureCount.NONE, ErasureCount.NONE);

    Erased plus(Erased other) {
      return new Erased(
          deliveries.plus(other.deliveries),
          attempts.plus(other.attempts),
          links.plus(other.links),
          counters.plus(other.counters));
    }
  }

  /// Erases all deliveries of a task or a configuration. If it must not delete, it only counts
  /// them.
  Erased erase(DeliveryFilter customer) throws InterruptedException {
    Erased erased = Erased.NOTHING;
    for (Section section : DynamoDbDeliveries.sections(customer)) {
      Optional<Item> start = Optional.empty();
      int pages = 0;
      do {
        Table.Slice slice = deliveries.table().oldestFirst(section, start, PAGE);
        erased = erased.plus(page(slice.items()));
        start = slice.last();
        pages++;
        if (pages % PAGES_BETWEEN_LINES == 0) {
          progress.accept("%,d deliveries so far".formatted(erased.deliveries().found()));
        }
      } while (start.isPresent());
    }
    return erased;
  }

  private Erased page(List<Item> keys) throws InterruptedException {
    if (!deliveries.really()) {
      return new Erased(
          new ErasureCount(keys.size(), 0),
          ErasureCount.NONE,
          ErasureCount.NONE,
          ErasureCount.NONE);
    }
    return Overlapped.each(keys, key -> one(DeliveryItems.id(key))).stream()
        .reduce(Erased.NOTHING, Erased::plus);
  }

  private Erased one(DeliveryId id) {
    ErasureCount ofLinks = links(id).plus(links.erase(DynamoDbDownloadLinks.receiptKey(id)));
    ErasureCount note = deliveries.erase(DynamoDbWorkNotes.key(id.value()));
    ErasureCount attempts = ErasureCount.NONE;
    ErasureCount own = ErasureCount.NONE;
    ErasureCount counters = ErasureCount.NONE;
    // Attempts sort before their delivery.
    for (Item item : deliveries.table().partition(DeliveryItems.partition(id))) {
      Optional<Item> counter = DeliveryItems.counterKey(item);
      if (counter.isPresent()) {
        counters = counters.plus(deliveries.erase(counter.get()));
      }
      if (DeliveryItems.isDelivery(item)) {
        own = own.plus(deliveries.erase(item));
      } else {
        attempts = attempts.plus(deliveries.erase(item));
      }
    }
    return new Erased(own, attempts.plus(note), ofLinks, counters);
  }

  private ErasureCount links(DeliveryId id) {
    Section all = DynamoDbDownloadLinks.section(id, Section.EARLIEST);
    ErasureCount count = ErasureCount.NONE;
    Optional<Item> start = Optional.empty();
    do {
      Table.Slice slice = links.table().oldestFirst(all, start, PAGE);
      for (Item key : slice.items()) {
        count = count.plus(links.erase(key));
      }
      start = slice.last();
    } while (start.isPresent());
    return count;
  }
}
