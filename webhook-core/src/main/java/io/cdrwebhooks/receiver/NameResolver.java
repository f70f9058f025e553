package io.cdrwebhooks.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Resolves the name of a receiver to addresses; in production, with the JDK's resolver.
@FunctionalInterface
public interface NameResolver {
  /// Returns all addresses of a name, or of an IP literal without brackets, in the resolver's
  /// order.
  List<InetAddress> resolve(String host) throws UnknownHostException;

  static NameResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
