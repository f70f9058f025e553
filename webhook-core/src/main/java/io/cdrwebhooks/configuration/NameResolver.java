package io.cdrwebhooks.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Asks for the addresses of a receiver's name; in production, the JDK's resolver.
@FunctionalInterface
public interface NameResolver {
  /// All addresses of a name or of an IP literal without brackets, in the resolver's order.
  List<InetAddress> resolve(String host) throws UnknownHostException;

  static NameResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
