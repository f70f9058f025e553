package io.cdrwebhooks.infra.network;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.CfnEIP;
import software.constructs.Construct;

/// The addresses from which requests to receivers leave, one for each zone. Receivers have them in
/// their firewalls, so the addresses outlive the parts that use them.
public final class EgressAddresses extends Construct {
  private final List<CfnEIP> addresses = new ArrayList<>();

  /// Creates none if `zones` is 0.
  public EgressAddresses(Construct scope, String id, int zones) {
    super(scope, id);
    for (int zone = 1; zone <= zones; zone++) {
      CfnEIP address = CfnEIP.Builder.create(this, "Zone" + zone).domain("vpc").build();
      address.applyRemovalPolicy(RemovalPolicy.RETAIN);
      Tags.of(address).add("Name", "CDR Webhooks, requests to receivers, zone " + zone);
      addresses.add(address);
    }
  }

  List<String> allocationIds() {
    return addresses.stream().map(CfnEIP::getAttrAllocationId).toList();
  }

  List<String> ips() {
    return addresses.stream().map(CfnEIP::getRef).toList();
  }

  /// Returns all addresses, separated by commas; empty if addresses are not fixed.
  public String commaSeparated() {
    return addresses.isEmpty() ? "" : Fn.join(",", ips());
  }
}
