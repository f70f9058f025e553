package io.cdrwebhooks.deployment.forget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.aws.AwsService;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.TestAws;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.deployment.forget.Forgetting.Stores;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.testing.InterceptedCalls;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Tests that one customer is forgotten and the others are not.
@SpeaksToAws
class ForgetTest {
  @AutoClose
  private static final AwsClients CLIENTS = new AwsClients(TestAws.access(AwsService.S3));

  private static final String BUCKET = TestAws.uniqueName("forget");

  private final TestTables tables = TestTables.create();
  private final TestCustomer gone = new TestCustomer(tables, CLIENTS.s3(), BUCKET);
  private final TestCustomer whole = new TestCustomer(tables, CLIENTS.s3(), BUCKET);

  /// An endpoint that keeps no versions takes the same request.
  @BeforeAll
  static void makeBucket() {
    CLIENTS.s3().createBucket(create -> create.bucket(BUCKET));
    CLIENTS
        .s3()
        .putBucketVersioning(
            put ->
                put.bucket(BUCKET)
                    .versioningConfiguration(all -> all.status(BucketVersioningStatus.ENABLED)));
  }

  @Test
  void oneCustomerIsGoneAndTheOtherIsWhole() throws Exception {
    gone.storeTraces();
    whole.storeTraces();
    gone.delete();
    Set<Map<String, AttributeValue>> before = items();

    List<StoreReport> ofTask = forget(tables.client(), gone.task());
    forget(tables.client(), gone.configuration());

    Set<Map<String, AttributeValue>> after = items();
    Set<Map<String, AttributeValue>> deleted = new HashSet<>(before);
    deleted.removeAll(after);
    assertThat(before).as("nothing is changed").containsAll(after);
    assertThat(deleted).as("only of this customer").isNotEmpty().allMatch(gone::isIn);
    assertThat(after.stream().filter(gone::isIn).map(gone::kind).collect(Collectors.toSet()))
        .as("the number of the task, and the records of changes")
        .containsExactlyInAnyOrder("task", "change");
    assertThat(gone.reports()).isZero();
    assertThat(whole.reports()).isEqualTo(TestCustomer.DELIVERIES);
    assertThat(found(ofTask, "deliveries")).isEqualTo("3 found, 3 deleted");
    assertThat(found(ofTask, "their attempts and notes")).isEqualTo("4 found, 4 deleted");
    assertThat(found(ofTask, "their links and receipts")).isEqualTo("6 found, 6 deleted");
    assertThat(found(ofTask, "records of changes")).startsWith("1 found, 0 deleted; kept as");
    assertThat(found(ofTask, "attempts of deliveries that have expired"))
        .startsWith("not counted; 90 days after each");
  }

  @Test
  void dryRunDeletesNothingAndCounts() throws Exception {
    gone.storeTraces();
    gone.delete();
    Set<Map<String, AttributeValue>> before = items();

    List<StoreReport> report = report(tables.client(), gone.task(), false);
    List<StoreReport> ofConfiguration = report(tables.client(), gone.configuration(), false);

    assertThat(items()).isEqualTo(before);
    assertThat(gone.reports()).isEqualTo(TestCustomer.DELIVERIES);
    assertThat(found(report, "deliveries")).isEqualTo("3 found, 0 deleted");
    assertThat(found(report, "reports in the bucket")).startsWith("3 found, 0 deleted");
    assertThat(found(ofConfiguration, "statements")).isEqualTo("1 found, 0 deleted");
    assertThat(found(ofConfiguration, "counts and last failure")).isEqualTo("2 found, 0 deleted");
  }

  @Test
  void reportsOfASharedBucketStay() throws Exception {
    gone.storeTraces();
    gone.delete();
    Stores shared = stores(tables.client(), false);

    List<StoreReport> report = new Forgetting(shared, true, _ -> {}).forget(gone.task());

    assertThat(gone.reports()).isEqualTo(TestCustomer.DELIVERIES);
    assertThat(found(report, "reports in the bucket"))
        .startsWith("3 found, 0 deleted; kept")
        .contains(BUCKET, "SHARED_REPORTS=1");
    assertThat(found(report, "deliveries")).isEqualTo("3 found, 3 deleted");
  }

  @Test
  void repeatIsHarmlessAndFindsNothing() throws Exception {
    gone.storeTraces();
    gone.delete();
    forget(tables.client(), gone.task());
    forget(tables.client(), gone.configuration());
    Set<Map<String, AttributeValue>> before = items();

    List<StoreReport> again = forget(tables.client(), gone.task());
    forget(tables.client(), gone.configuration());

    assertThat(items()).isEqualTo(before);
    assertThat(again).allMatch(each -> each.deleted() == 0);
  }

  @Test
  void interruptedRunIsContinuedByTheNextOne() throws Exception {
    for (int deletions = 0; deletions < 12; deletions += 2) {
      TestCustomer customer = new TestCustomer(tables, CLIENTS.s3(), BUCKET);
      customer.storeTraces();
      customer.delete();
      DynamoDbClient failing = failingAfter(deletions);
      assertThatThrownBy(() -> forget(failing, customer.task())).hasMessageContaining("cut off");

      forget(tables.client(), customer.task());
      forget(tables.client(), customer.configuration());

      assertThat(items().stream().filter(customer::isIn).map(customer::kind))
          .as("cut off after %d deletions", deletions)
          .containsOnly("task", "change");
    }
  }

  @Test
  void existingCustomerIsNotForgotten() throws Exception {
    gone.storeTraces();
    Set<Map<String, AttributeValue>> before = items();

    for (Customer customer : List.of(gone.task(), gone.configuration())) {
      assertThatThrownBy(() -> forget(tables.client(), customer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(customer + " exists: first delete it");
    }
    assertThat(items()).isEqualTo(before);
  }

  private List<StoreReport> forget(DynamoDbClient client, Customer customer)
      throws InterruptedException {
    return report(client, customer, true);
  }

  private List<StoreReport> report(DynamoDbClient client, Customer customer, boolean really)
      throws InterruptedException {
    return new Forgetting(stores(client, true), really, _ -> {}).forget(customer);
  }

  private Stores stores(DynamoDbClient client, boolean erasesReports) {
    return new Stores(
        new DynamoDbStores(client, tables.names()), CLIENTS.s3(), BUCKET, erasesReports);
  }

  private static String found(List<StoreReport> report, String data) {
    return report.stream()
        .filter(each -> each.data().equals(data))
        .findFirst()
        .orElseThrow()
        .toString();
  }

  private Set<Map<String, AttributeValue>> items() {
    return tables.names().all().stream()
        .flatMap(
            name -> tables.client().scanPaginator(scan -> scan.tableName(name)).items().stream())
        .collect(Collectors.toSet());
  }

  /// A client whose deletions fail after some have succeeded.
  private DynamoDbClient failingAfter(int deletions) {
    AtomicInteger begun = new AtomicInteger();
    return InterceptedCalls.of(
        "deleteItem",
        DynamoDbClient.class,
        tables.client(),
        call -> {
          if (begun.incrementAndGet() > deletions) {
            throw new IllegalStateException("cut off");
          }
          return call.proceed();
        });
  }
}
