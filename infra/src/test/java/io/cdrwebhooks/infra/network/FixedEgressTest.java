package io.cdrwebhooks.infra.network;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReceiverSettings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/// Tests that requests leave from addresses that receivers may allow, and that everyone who needs
/// them gets them.
class FixedEgressTest {
  private static final String DISPATCH = "io.cdrwebhooks.dispatch.DispatchHandler";
  private static final String CONFIG_API = "io.cdrwebhooks.configapi.ConfigApiHandler";

  private static final Set<String> ADDRESSES = EXAMPLE.idsOf("AWS::EC2::EIP");

  @Test
  void onlyDispatchIsInThePrivateSubnetsOfItsZones() {
    Object network = at(EXAMPLE.functions().get(DISPATCH), "VpcConfig");
    List<?> subnets = (List<?>) at(network, "SubnetIds");

    assertThat(subnets).hasSize(2);
    for (Object subnet : subnets) {
      Object properties = EXAMPLE.properties("AWS::EC2::Subnet").get(at(subnet, "Ref"));
      assertThat(at(properties, "MapPublicIpOnLaunch")).isEqualTo(false);
      assertThat((String) at(subnet, "Ref")).contains("DispatchSubnet");
    }
    EXAMPLE
        .functions()
        .forEach(
            (handler, function) ->
                assertThat(has(function, "VpcConfig"))
                    .as(handler)
                    .isEqualTo(handler.equals(DISPATCH)));
  }

  @Test
  void everySubnetUsesANatGatewayWithAFixedAddress() {
    Set<String> allocations =
        EXAMPLE.properties("AWS::EC2::NatGateway").values().stream()
            .map(gateway -> String.valueOf(at(gateway, "AllocationId")))
            .collect(Collectors.toSet());

    assertThat(ADDRESSES).hasSize(2);
    assertThat(allocations).hasSize(2);
    for (String address : ADDRESSES) {
      assertThat(allocations).anyMatch(allocation -> allocation.contains(address));
    }
    long defaultRoutes =
        EXAMPLE.properties("AWS::EC2::Route").values().stream()
            .filter(route -> has(route, "NatGatewayId"))
            .filter(route -> at(route, "DestinationCidrBlock").equals("0.0.0.0/0"))
            .count();
    assertThat(defaultRoutes).isEqualTo(2);
  }

  @Test
  void zonesAreTheRegionsFirstUnlessNamed() {
    assertThat(zones(EXAMPLE.properties("AWS::EC2::Subnet").values()))
        .containsOnly(firstZones(0), firstZones(1));

    ReceiverSettings inNamedZones =
        new ReceiverSettings(
            false,
            List.of(),
            2,
            List.of("eu-central-1c", "eu-central-1a"),
            Optional.empty(),
            List.of(),
            false);
    assertThat(zones(subnetsOf(inNamedZones))).containsOnly("eu-central-1c", "eu-central-1a");
  }

  private static Set<Object> zones(Collection<?> subnets) {
    return subnets.stream()
        .map(subnet -> at(subnet, "AvailabilityZone"))
        .collect(Collectors.toSet());
  }

  private static Object firstZones(int position) {
    return Map.of("Fn::Select", List.of(position, Map.of("Fn::GetAZs", "")));
  }

  /// The subnets of a stack that has nothing but this network.
  private static List<Object> subnetsOf(ReceiverSettings receivers) {
    DeploymentSettings example = SynthesisedDeployment.example(Path.of(""));
    Stack stack = new Stack();
    new FixedEgress(
        stack,
        "FixedEgress",
        SynthesisedDeployment.exampleWith(
            example.tokens(), receivers, example.reports(), example.builtModules()),
        new EgressAddresses(stack, "EgressAddresses", receivers.fixedEgressZones()));
    return Template.fromStack(stack).findResources("AWS::EC2::Subnet").values().stream()
        .map(subnet -> at(subnet, "Properties"))
        .toList();
  }

  @Test
  void addressesAreInTheApiAndTheOutputs() {
    String inApi = String.valueOf(setting(CONFIG_API, "EGRESS_IPS"));
    String output = String.valueOf(at(EXAMPLE.service(), "Outputs", "EgressAddresses", "Value"));
    String early = String.valueOf(at(EXAMPLE.state(), "Outputs", "ReservedAddresses", "Value"));
    for (String address : ADDRESSES) {
      assertThat(early).contains("{Ref=" + address + "}");
      assertThat(inApi).contains("OutputRef" + address);
      assertThat(output).contains("OutputRef" + address);
    }
    assertThat(inApi).startsWith("{Fn::Join=[,, [");
  }

  @Test
  void guardRefusesTheNetworkAndItsAddresses() {
    for (String function : List.of(DISPATCH, CONFIG_API)) {
      String refused = String.valueOf(setting(function, "REFUSED_ADDRESS_BLOCKS"));
      assertThat(refused).contains("203.0.113.0/24,2001:db8::/32,10.117.0.0/20,");
      for (String address : ADDRESSES) {
        assertThat(refused).containsPattern("OutputRef" + address + "\\w+}, /32");
      }
    }
    assertThat(at(EXAMPLE.only("AWS::EC2::VPC"), "CidrBlock")).isEqualTo("10.117.0.0/20");
  }

  @Test
  void storesAreReachedWithoutTheNatGateways() {
    Map<String, Object> endpoints = EXAMPLE.properties("AWS::EC2::VPCEndpoint");

    assertThat(endpoints).hasSize(2);
    assertThat(endpoints.values())
        .allSatisfy(endpoint -> assertThat(at(endpoint, "VpcEndpointType")).isEqualTo("Gateway"));
    for (String store : List.of(".s3]", ".dynamodb]")) {
      assertThat(endpoints.values())
          .filteredOn(endpoint -> String.valueOf(at(endpoint, "ServiceName")).contains(store))
          .hasSize(1);
    }
  }

  /// Otherwise a function that is taken over could copy reports to any bucket of the region.
  @Test
  void endpointsLeadOnlyToOurBucketAndTables() {
    Object toS3 = endpointStatement(".s3]");
    Object toDynamoDb = endpointStatement(".dynamodb]");

    assertThat(at(toS3, "Action")).isEqualTo("s3:*");
    assertThat((List<?>) at(toS3, "Resource"))
        .hasSize(2)
        .allSatisfy(arn -> assertThat(arn.toString()).contains("ReportArrivalsReports"));
    assertThat(at(toDynamoDb, "Action")).isEqualTo("dynamodb:*");
    String tables = String.valueOf(at(toDynamoDb, "Resource"));
    assertThat((List<?>) at(toDynamoDb, "Resource"))
        .hasSize(12)
        .allSatisfy(arn -> assertThat(arn).isNotEqualTo("*"));
    for (String table : EXAMPLE.idsOf("AWS::DynamoDB::Table")) {
      assertThat(tables).contains("ExportsOutputFnGetAtt" + table);
    }
  }

  private static Object endpointStatement(String service) {
    Object policy =
        EXAMPLE.properties("AWS::EC2::VPCEndpoint").values().stream()
            .filter(endpoint -> String.valueOf(at(endpoint, "ServiceName")).contains(service))
            .map(endpoint -> at(endpoint, "PolicyDocument", "Statement"))
            .findAny()
            .orElseThrow();
    assertThat((List<?>) policy).hasSize(1);
    return at(policy, 0);
  }

  @Test
  void dispatchReachesOnlyReceiverPortsAndIsUnreachable() {
    Object group = EXAMPLE.only("AWS::EC2::SecurityGroup");
    Set<String> ports =
        ((List<?>) at(group, "SecurityGroupEgress"))
            .stream()
                .map(
                    rule ->
                        at(rule, "IpProtocol")
                            + " "
                            + at(rule, "FromPort")
                            + "-"
                            + at(rule, "ToPort"))
                .collect(Collectors.toSet());

    assertThat(ports).containsExactlyInAnyOrder("tcp 443-443", "tcp 1024-65535");
    assertThat(has(group, "SecurityGroupIngress")).isFalse();
    assertThat(EXAMPLE.resources("AWS::EC2::SecurityGroupIngress")).isEmpty();
  }

  @Test
  void cheapVariantHasNoNetworkAndSaysSo() {
    for (String type :
        List.of(
            "AWS::EC2::VPC", "AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint")) {
      assertThat(other().resources(type)).isEmpty();
    }
    Map<?, ?> settings =
        (Map<?, ?>) at(other().functions().get(CONFIG_API), "Environment", "Variables");
    assertThat(settings.get("EGRESS_IPS")).isEqualTo("");
    assertThat(settings.containsKey("REFUSED_ADDRESS_BLOCKS")).isFalse();
    assertThat((String) at(other().service(), "Outputs", "EgressAddresses", "Value"))
        .startsWith("not fixed");
  }

  private static Object setting(String handler, String name) {
    return at(EXAMPLE.functions().get(handler), "Environment", "Variables", name);
  }
}
