package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.counting.ChildJava.Printed;
import io.cdrwebhooks.bench.counting.SampleArchives.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How fast the lines of an archive are counted that nobody said the number of, against a thread
/// that only inflates the same data; and with how much memory. No figure has a target.
///
/// The store is memory, so that what is measured is ours. Each JVM counts and inflates by turns,
/// and is started as Lambda starts it where nothing else is said.
public final class LineCountingSection implements Section {
  /// The flags that Lambda starts a function with.
  private static final List<String> LAMBDA = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final int BATCH = 10;
  private static final Duration NEAR = Duration.ZERO;

  /// S3 takes about as long to begin an answer.
  private static final Duration FAR = Duration.ofMillis(30);

  private static final String RATIO = "x inflate";
  private static final String SPEED = "MB/s";

  @Override
  public String name() {
    return "line-counting";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    stage.say("making archives of 250 MB of text");
    SampleArchives samples = SampleArchives.make(stage.scratch());
    List<Figure> figures = new ArrayList<>();
    addSpeeds(figures, samples, stage);
    addOtherSpeeds(figures, samples, stage);
    addHeap(figures, samples, stage);
    return figures;
  }

  private static void addSpeeds(List<Figure> figures, SampleArchives samples, Stage stage)
      throws IOException, InterruptedException {
    stage.say("one big file");
    Printed one = speeds(LAMBDA, samples.one(), NEAR, true);
    stage.say("many small files");
    Printed many = speeds(LAMBDA, samples.many(), NEAR, false);
    figures.add(Figure.of("one big file", RATIO, ratios(one)));
    figures.add(Figure.of("many small files", RATIO, ratios(many)));
    figures.add(Figure.of("one big file, speed", SPEED, one.runs(SpeedRun.COUNTING)));
    figures.add(Figure.of("many small files, speed", SPEED, many.runs(SpeedRun.COUNTING)));
    figures.add(Figure.of("inflate alone, speed", SPEED, one.runs(SpeedRun.INFLATING)));
    List<Double> unzip = one.runs(SpeedRun.UNZIP);
    if (unzip.isEmpty()) {
      stage.say("there is no unzip on this machine: left out");
    } else {
      List<Double> ratios = Figure.ratios(unzip, one.runs(SpeedRun.INFLATING));
      figures.add(Figure.of("unzip -p | wc -l, one big file", RATIO, ratios));
    }
  }

  private static void addOtherSpeeds(List<Figure> figures, SampleArchives samples, Stage stage)
      throws IOException, InterruptedException {
    stage.say("a store that takes 30 ms to answer");
    figures.add(
        Figure.of(
            "one big file, store 30 ms away",
            RATIO,
            ratios(speeds(LAMBDA, samples.one(), FAR, false))));
    stage.say("one processor");
    figures.add(
        Figure.of(
            "one big file, one processor",
            RATIO,
            ratios(speeds(with("-XX:ActiveProcessorCount=1"), samples.one(), NEAR, false))));
    stage.say("the compiler that Lambda does without");
    figures.add(
        Figure.of(
            "one big file, other compiler",
            RATIO,
            ratios(speeds(List.of(), samples.one(), NEAR, false))));
    figures.add(
        Figure.of(
            "many small files, other compiler",
            RATIO,
            ratios(speeds(List.of(), samples.many(), NEAR, false))));
  }

  private static Printed speeds(
      List<String> flags, Sample sample, Duration latency, boolean unzipToo)
      throws IOException, InterruptedException {
    return new ChildJava(flags)
        .run(
            SpeedRun.class,
            sample.file(),
            sample.textBytes(),
            sample.lines(),
            RUNS,
            latency.toMillis(),
            unzipToo);
  }

  private static List<Double> ratios(Printed speeds) {
    return Figure.ratios(speeds.runs(SpeedRun.COUNTING), speeds.runs(SpeedRun.INFLATING));
  }

  private static void addHeap(List<Figure> figures, SampleArchives samples, Stage stage)
      throws IOException, InterruptedException {
    List<Double> alone = new ArrayList<>();
    List<Double> batch = new ArrayList<>();
    for (int run = 1; run <= RUNS; run++) {
      stage.say("heap, run " + run + " of " + RUNS);
      alone.add(heap("-Xmx48m", samples.one(), 1));
      batch.add(heap("-Xmx128m", samples.one(), BATCH));
    }
    figures.add(Figure.of("heap for one big file, of 48 MiB", "MiB", alone));
    figures.add(Figure.of("heap for ten at once, of 128 MiB", "MiB", batch));
  }

  private static double heap(String largest, Sample sample, int times)
      throws IOException, InterruptedException {
    return new ChildJava(with(largest))
        .run(HeapRun.class, sample.file(), sample.lines(), times)
        .runs(HeapRun.HEAP)
        .getFirst();
  }

  private static List<String> with(String flag) {
    return Stream.concat(LAMBDA.stream(), Stream.of(flag)).toList();
  }
}
