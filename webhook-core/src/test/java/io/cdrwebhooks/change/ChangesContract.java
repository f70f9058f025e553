package io.cdrwebhooks.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.change.ChangeRecord.Actor;
import io.cdrwebhooks.change.ChangedThing.Kind;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.testing.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// The contract of every store of [Changes]. Other records may be stored already.
public interface ChangesContract {
  Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

  Changes changes();

  @Test
  default void newestRecordOfAThingComesFirst() {
    ChangedThing task = anyTask();
    ChangeRecord old = stored(about(task, NOW));
    ChangeRecord young = stored(about(task, NOW.plusMillis(1)));
    stored(about(anyTask(), NOW));

    assertThat(all(ChangeFilter.about(task), 50)).containsExactly(young, old);
  }

  @Test
  default void recordRoundTrips() {
    ChangeRecord full =
        stored(about(anyTask(), NOW).ended(Optional.of(anyTask()), "{\"a\":1}", "{\"a\":2}", 200));

    assertThat(all(ChangeFilter.about(full.about().orElseThrow()), 50)).containsExactly(full);
  }

  @Test
  default void recordWithoutAThingOrNamesIsListed() {
    ChangeRecord signIn =
        new ChangeRecord(
            ChangeId.of(UUID.randomUUID().toString()),
            NOW,
            new Actor("", "subject-" + UUID.randomUUID(), "", "", ""),
            "",
            ChangeRecord.SIGN_IN,
            Optional.empty(),
            ChangeRecord.NOTHING,
            ChangeRecord.NOTHING,
            OptionalInt.empty());
    stored(signIn);

    assertThat(all(by(signIn.actor().subject()), 50)).containsExactly(signIn);
  }

  @Test
  default void sameRecordWithItsResultReplacesTheFirst() {
    ChangedThing task = anyTask();
    ChangeRecord begun = stored(about(task, NOW));
    ChangeRecord ended = stored(begun.ended(begun.about(), "{}", "{}", 204));

    assertThat(all(ChangeFilter.about(task), 50)).containsExactly(ended);
  }

  @Test
  default void onlyTheFirstOfTwoEqualRecordsIsStored() {
    ChangedThing task = anyTask();
    ChangeRecord first = about(task, NOW);

    assertThat(changes().putFirst(first)).isTrue();
    assertThat(changes().putFirst(first.ended(first.about(), "{}", "{}", 200))).isFalse();
    assertThat(all(ChangeFilter.about(task), 50)).containsExactly(first);
  }

  @Test
  default void onlyTheListOfItsThingShowsAPart() {
    String subject = "subject-" + UUID.randomUUID();
    ChangeRecord whole = stored(record(anyTask(), NOW, subject));
    ChangedThing task = anyTask();
    ChangeRecord begun = whole.part(task);
    changes().putPart(begun);
    assertThat(all(ChangeFilter.about(task), 50)).containsExactly(begun);

    ChangeRecord ended = begun.ended(begun.about(), "{}", "{}", 202);
    changes().putPart(ended);

    assertThat(all(ChangeFilter.about(task), 50)).containsExactly(ended);
    assertThat(all(by(subject), 50)).containsExactly(whole);
  }

  @Test
  default void pagesHaveEveryRecordOnceInOrder() {
    String subject = "subject-" + UUID.randomUUID();
    ChangedThing task = anyTask();
    List<ChangeRecord> newestFirst = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      newestFirst.addFirst(stored(record(task, NOW.plusSeconds(i), subject)));
    }

    for (int limit : List.of(1, 7, 23, 100)) {
      assertThat(all(ChangeFilter.about(task), limit)).isEqualTo(newestFirst);
      assertThat(all(by(subject), limit)).isEqualTo(newestFirst);
    }
  }

  @Test
  default void periodIncludesItsStartAndExcludesItsEnd() {
    ChangedThing task = anyTask();
    ChangeRecord first = stored(about(task, NOW));
    ChangeRecord second = stored(about(task, NOW.plusMillis(5)));
    stored(about(task, NOW.minusMillis(1)));
    stored(about(task, NOW.plusMillis(6)));

    assertThat(all(within(task, NOW, NOW.plusMillis(6)), 50)).containsExactly(second, first);
    assertThat(all(within(task, NOW.plusMillis(1), NOW), 50)).isEmpty();
    assertThat(all(within(task, Instant.MIN, Instant.MAX), 50)).hasSize(4);
  }

  @Test
  default void recordsAreNotSharedBetweenThingsAndPeople() {
    ChangeRecord mine = stored(record(anyTask(), NOW, "subject-" + UUID.randomUUID()));

    assertThat(all(by(mine.actor().subject()), 50)).containsExactly(mine);
    assertThat(all(by("another-" + UUID.randomUUID()), 50)).isEmpty();
  }

  @Test
  default void cursorOfAnotherListIsRefused() {
    stored(about(anyTask(), NOW));

    assertThatThrownBy(() -> changes().list(ChangeFilter.ALL, Optional.of("another"), 10))
        .isInstanceOf(InvalidCursorException.class);
  }

  private List<ChangeRecord> all(ChangeFilter filter, int limit) {
    return Paging.all(limit, (cursor, most) -> changes().list(filter, cursor, most));
  }

  private ChangeRecord stored(ChangeRecord change) {
    changes().put(change);
    return change;
  }

  private static ChangeFilter by(String subject) {
    return new ChangeFilter(
        Optional.empty(), Optional.of(subject), Optional.empty(), Optional.empty());
  }

  private static ChangeFilter within(ChangedThing thing, Instant from, Instant to) {
    return new ChangeFilter(
        Optional.of(thing), Optional.empty(), Optional.of(from), Optional.of(to));
  }

  private static ChangedThing anyTask() {
    return new ChangedThing(
        Kind.TASK, Long.toString(ThreadLocalRandom.current().nextLong(1, 1L << 50)));
  }

  private static ChangeRecord about(ChangedThing thing, Instant at) {
    return record(thing, at, "operator-1");
  }

  private static ChangeRecord record(ChangedThing thing, Instant at, String subject) {
    return new ChangeRecord(
        ChangeId.of(UUID.randomUUID().toString()),
        at,
        new Actor("https://issuer.example", subject, "client-1", "203.0.113.7", "198.51.100.1"),
        "request-1",
        "SAVE_TASK",
        Optional.of(thing),
        "{\"taskName\":\"Before\"}",
        ChangeRecord.NOTHING,
        OptionalInt.empty());
  }
}
