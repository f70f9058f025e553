package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Parallel;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// What the product asked for a batch of messages, of AWS and of the receiver, to be asked again
/// without the product.
///
/// `besideArrivals` and `besideAttempts` are about no single delivery: reports that are looked at,
/// counts, and lanes.
record BareBatch(List<Message> messages, List<Tape> besideArrivals, List<Tape> besideAttempts) {
  /// One report: the requests of its arrival, and those of its attempt before and after the POST of
  /// `body`.
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Message(Tape arrival, Tape beforePost, Tape afterPost, byte[] body) {
    /// The same about another delivery and another file.
    Message about(int number, byte[] otherBody) {
      return new Message(
          arrival.about(number), beforePost.about(number), afterPost.about(number), otherBody);
    }

    private void attempt(BarePosts posts) throws IOException {
      beforePost.play();
      posts.send(arrival.delivery().orElseThrow(), body);
      afterPost.play();
    }
  }

  /// The invocation in which the reports arrive.
  void arrive() throws IOException, InterruptedException {
    run(messages.stream().map(message -> message.arrival()::play), besideArrivals);
  }

  /// The invocation that sends the POSTs.
  void attempt(BarePosts posts) throws IOException, InterruptedException {
    run(messages.stream().map(message -> () -> message.attempt(posts)), besideAttempts);
  }

  private static void run(Stream<Parallel.Work> works, List<Tape> beside)
      throws IOException, InterruptedException {
    Parallel.run(Stream.concat(works, beside.stream().map(tape -> tape::play)));
  }
}
