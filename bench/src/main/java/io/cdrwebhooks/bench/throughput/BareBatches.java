package io.cdrwebhooks.bench.throughput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The bare work of a batch of messages: what the product asked of AWS and of the receiver, without
/// the product.
record BareBatches(BareAws aws, BarePosts posts) {
  /// The work of one report: that of its arrival, and that of its attempt, whose POST of `body`
  /// goes before the call with the index `postAt`.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Message(Tape arrival, Tape attempt, int postAt, String delivery, byte[] body) {
    Message about(int number, byte[] otherBody) {
      Tape other = attempt.about(number);
      return new Message(
          arrival.about(number), other, postAt, other.delivery().orElseThrow(), otherBody);
    }
  }

  /// What one message has to be done.
  private interface Work {
    void of(Message message) throws IOException;
  }

  /// What the invocation asked in which the reports arrived.
  void arrive(List<Message> messages, List<Tape> besides) throws IOException, InterruptedException {
    work(messages, message -> play(message.arrival().calls()), besides);
  }

  /// What the invocation asked in which the receivers were told.
  void tell(List<Message> messages, List<Tape> besides) throws IOException, InterruptedException {
    work(messages, this::attempt, besides);
  }

  /// The messages at the same time, and then, at the same time too, what is asked for all of them.
  private void work(List<Message> messages, Work work, List<Tape> besides)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> works = new ArrayList<>();
      for (Message message : messages) {
        works.add(
            threads.submit(
                () -> {
                  work.of(message);
                  return null;
                }));
      }
      await(works);
      works.clear();
      besides.forEach(tape -> works.add(threads.submit(() -> play(tape.calls()))));
      await(works);
    }
  }

  private void attempt(Message message) throws IOException {
    List<Tape.Call> calls = message.attempt().calls();
    play(calls.subList(0, message.postAt()));
    posts.send(message.delivery(), message.body());
    play(calls.subList(message.postAt(), calls.size()));
  }

  private void play(List<Tape.Call> calls) {
    play(aws, calls);
  }

  private static void play(BareAws aws, List<Tape.Call> calls) {
    calls.forEach(call -> aws.make(call.request()));
  }

  /// What was asked by one thread, and then by others that it waited for.
  static void playAll(BareAws aws, List<Tape> tapes) {
    tapes.stream()
        .filter(tape -> tape.delivery().isPresent())
        .forEach(tape -> play(aws, tape.calls()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      tapes.stream()
          .filter(tape -> tape.delivery().isEmpty())
          .forEach(tape -> threads.execute(() -> play(aws, tape.calls())));
    }
  }

  private static void await(List<Future<?>> works) throws IOException, InterruptedException {
    for (Future<?> work : works) {
      try {
        var _ = work.get();
      } catch (ExecutionException e) {
        throw new IOException("the bare work failed", e.getCause());
      }
    }
  }
}
