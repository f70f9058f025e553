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
  /// The work of one message: the POST of `body` goes before the call with the index `postAt`.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Message(Tape tape, int postAt, String delivery, byte[] body) {
    Message about(int number, byte[] otherBody) {
      Tape other = tape.about(number);
      return new Message(other, postAt, other.delivery().orElseThrow(), otherBody);
    }
  }

  /// The messages at the same time, and then, at the same time too, what is asked for all of them.
  void work(List<Message> messages, List<Tape> besides) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> works = new ArrayList<>();
      messages.forEach(message -> works.add(threads.submit(() -> work(message))));
      await(works);
      works.clear();
      besides.forEach(tape -> works.add(threads.submit(() -> play(tape.calls()))));
      await(works);
    }
  }

  private Void work(Message message) throws IOException {
    List<Tape.Call> calls = message.tape().calls();
    play(calls.subList(0, message.postAt()));
    posts.send(message.delivery(), message.body());
    play(calls.subList(message.postAt(), calls.size()));
    return null;
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
