package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.receiver.VisitorsBook;
import io.cdrwebhooks.chaos.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// All that happened in a run, a line each in the order of time, for whoever looks into one of its
/// violations.
record Diary(Timeline timeline, VisitorsBook book) {
  void write(Path file) throws IOException {
    Stream<String> kills =
        timeline.kills().stream()
            .map(kill -> kill.at() + " KILL " + kill.point() + ", back at " + kill.back());
    Stream<String> faults =
        timeline.faults().stream()
            .map(
                fault ->
                    fault.from()
                        + " FAULT "
                        + fault.type()
                        + " "
                        + fault.kind()
                        + " until "
                        + fault.until()
                        + " "
                        + fault.subject());
    Stream<String> stored =
        timeline.stored().entrySet().stream()
            .flatMap(
                delivery ->
                    delivery.getValue().stream()
                        .map(
                            write ->
                                write.at() + " STORED " + write.kind() + " " + delivery.getKey()));
    Stream<String> visits =
        book.visits().stream().map(visit -> visit.arrivedAt() + " VISIT " + visit);
    List<String> lines =
        Stream.of(kills, faults, stored, visits).flatMap(each -> each).sorted().toList();
    Files.write(file, lines);
  }
}
