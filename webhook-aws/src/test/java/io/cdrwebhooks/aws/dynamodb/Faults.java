package io.cdrwebhooks.aws.dynamodb;

import java.io.IOException;

/// Faults of the network and of the caller, for [WatchedHttp].
public final class Faults {
  private Faults() {}

  /// Simulates the death of the process: no later request is sent.
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Answers this many requests; the caller dies at the next.
  static WatchedHttp.Watch deathAfter(int requests) {
    return new WatchedHttp.Watch() {
      private int left = requests;

      @Override
      public void before() {
        if (left == 0) {
          throw new Death();
        }
        left--;
      }
    };
  }

  /// Runs an action before the request that follows this many others.
  static WatchedHttp.Watch before(int requests, Runnable meanwhile) {
    return new WatchedHttp.Watch() {
      private int left = requests;

      @Override
      public void before() {
        if (left-- == 0) {
          meanwhile.run();
        }
      }
    };
  }

  /// Every request is carried out twice: the first answer is lost, and the SDK asks again.
  public static WatchedHttp.Watch everyAnswerLostOnce() {
    return new WatchedHttp.Watch() {
      private boolean lose = true;

      @Override
      public void after() throws IOException {
        boolean lost = lose;
        lose = !lose;
        if (lost) {
          throw new IOException("the answer was lost");
        }
      }
    };
  }

  /// Returns false if the call completed.
  static boolean dies(Runnable call) {
    try {
      call.run();
      return false;
    } catch (Death e) {
      return true;
    }
  }
}
