package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.Target;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.Certificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How long a process takes from its start to what it was started for, without any snapshot: what
/// the first user after a deployment would wait if there were none.
///
/// Of the dispatch function, with a delivery in its lane, to the first byte that its receiver gets,
/// of an arrival and of the sweep to the first message, of the others to the first byte of their
/// answer.
public final class ColdStart implements Section {
  private static final String HELLO = "hello world";
  private static final String NODE = "Node";
  private static final String OWN = "dispatch, own runtime,";
  private static final Optional<Target> OF_HELLO = Optional.of(Target.atMost(14));
  private static final Optional<Target> OF_NODE = Optional.of(Target.atMost(2.5));
  private static final Optional<Target> OWN_OF_NODE = Optional.of(Target.atMost(1));

  /// The times of one contestant by those of another, whose name the unit has.
  private record Ratio(String these, String those, String unit) {}

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    Certificate certificate = Certificate.make(stage.scratch());
    try (Surroundings plain = Surroundings.open(Optional.empty());
        Surroundings secured = Surroundings.open(Optional.of(certificate))) {
      stage.say("making the dispatch function's own runtime");
      Starts starts = Starts.prepare(BuildFolders.ofThisBuild(), stage.scratch());
      compareWithNode(starts, plain);
      Map<String, Start> all = new LinkedHashMap<>();
      all.put(HELLO, starts::helloWorld);
      addAll(all, starts, plain, "http");
      addAll(all, starts, secured, "https");
      return figures(run(all, stage));
    }
  }

  private static void compareWithNode(Starts starts, Surroundings surroundings)
      throws IOException, InterruptedException {
    starts.managed(Subject.DISPATCH, surroundings);
    SameWork ours = surroundings.work();
    ours.mustBeSignedWith(CannedAws.SIGNATURE);
    starts.node(surroundings);
    SameWork nodes = surroundings.work();
    nodes.mustBeSignedWith(CannedAws.SIGNATURE);
    nodes.mustBeThatOf(ours);
  }

  private static void addAll(
      Map<String, Start> all, Starts starts, Surroundings surroundings, String scheme) {
    all.put(over(scheme, NODE), () -> starts.node(surroundings));
    all.put(over(scheme, OWN), () -> starts.own(surroundings));
    for (Subject subject : Subject.values()) {
      all.put(over(scheme, subject.words()), () -> starts.managed(subject, surroundings));
    }
  }

  private static String over(String scheme, String name) {
    return name + " over " + scheme;
  }

  /// Each in turn, again and again; the first time, which finds files unread and the stand's own
  /// code uncompiled, does not count.
  private static Map<String, List<Double>> run(Map<String, Start> all, Stage stage)
      throws IOException, InterruptedException {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int run = 0; run <= RUNS; run++) {
      for (Map.Entry<String, Start> start : all.entrySet()) {
        double took = start.getValue().millis();
        if (run > 0) {
          millis.computeIfAbsent(start.getKey(), _ -> new ArrayList<>()).add(took);
        }
      }
      stage.say(run == 0 ? "all have started once" : "run " + run + " of " + RUNS);
    }
    return millis;
  }

  private static List<Figure> figures(Map<String, List<Double>> millis) {
    List<Figure> figures = new ArrayList<>();
    millis.forEach((name, runs) -> figures.add(Figure.of(name, "ms", runs)));
    for (String scheme : List.of("http", "https")) {
      boolean bound = scheme.equals("http");
      String dispatch = over(scheme, Subject.DISPATCH.words());
      String node = over(scheme, NODE);
      String own = over(scheme, OWN);
      figures.add(ratio(millis, new Ratio(dispatch, HELLO, HELLO), OF_HELLO.filter(_ -> bound)));
      figures.add(ratio(millis, new Ratio(dispatch, node, NODE), OF_NODE.filter(_ -> bound)));
      figures.add(ratio(millis, new Ratio(own, node, NODE), OWN_OF_NODE.filter(_ -> bound)));
    }
    return figures;
  }

  private static Figure ratio(
      Map<String, List<Double>> millis, Ratio ratio, Optional<Target> target) {
    List<Double> runs =
        Figure.ratios(
            millis.getOrDefault(ratio.these(), List.of()),
            millis.getOrDefault(ratio.those(), List.of()));
    return new Figure(ratio.these(), "x " + ratio.unit(), runs, target);
  }
}
