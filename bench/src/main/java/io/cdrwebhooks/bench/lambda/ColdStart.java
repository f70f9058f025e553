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
/// Of the dispatch function to the first byte that its receiver gets, of the sweep to its first
/// message, of the others to the first byte of their answer.
public final class ColdStart implements Section {
  private static final String HELLO = "hello world";
  private static final String NODE = "Node";
  private static final String OWN = "dispatch, own runtime,";
  private static final Target OF_HELLO = Target.atMost(14);
  private static final Target OF_NODE = Target.atMost(2.5);
  private static final Target OWN_OF_NODE = Target.atMost(1);

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
    List<Double> hello = millis.get(HELLO);
    for (String scheme : List.of("http", "https")) {
      String dispatch = over(scheme, Subject.DISPATCH.words());
      List<Double> runs = millis.get(dispatch);
      List<Double> ofHello = Figure.ratios(runs, hello);
      List<Double> ofNode = Figure.ratios(runs, millis.get(over(scheme, NODE)));
      boolean bound = scheme.equals("http");
      figures.add(figure(dispatch, "x " + HELLO, ofHello, bound, OF_HELLO));
      figures.add(figure(dispatch, "x " + NODE, ofNode, bound, OF_NODE));
      String own = over(scheme, OWN);
      List<Double> ownOfNode = Figure.ratios(millis.get(own), millis.get(over(scheme, NODE)));
      figures.add(figure(own, "x " + NODE, ownOfNode, bound, OWN_OF_NODE));
    }
    return figures;
  }

  private static Figure figure(
      String name, String unit, List<Double> runs, boolean bound, Target target) {
    return bound ? Figure.of(name, unit, runs, target) : Figure.of(name, unit, runs);
  }
}
