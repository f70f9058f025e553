package io.cdrwebhooks.aws.dynamodb;

import java.io.IOException;

/// Faults of the network and of the caller, for [WatchedHttp].
public final class Faults {
  private Faults() {}

  /// The process died; nothing of it is heard again.
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Lets so many requests be answered; the caller dies at the next.
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

  /// Something else happens before the request that comes after so many others.
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

  /// False if the call came to its end.
  static boolean dies(Runnable call) {
    try {
      call.run();
      return false;
    } catch (Death e) {
      return true;
    }
  }
}
