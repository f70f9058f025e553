package io.cdrwebhooks.infra.network;

import io.cdrwebhooks.infra.cdk.LogRetention;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReceiverSettings;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayConfig;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.NatGatewayProps;
import software.amazon.awscdk.services.ec2.NatProvider;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// The network of the dispatch function, which gives its requests fixed addresses: a private subnet
/// and a NAT gateway in each zone.
///
/// Requests to S3 and DynamoDB go through gateway endpoints, which are free. Requests to SQS, KMS
/// and EventBridge go through the NAT gateways: endpoints for them would cost more than their small
/// traffic (decision 22).
public final class FixedEgress extends Construct {
  private static final String NETWORK = "10.117.0.0/20";

  public final Vpc vpc;
  public final SecurityGroup securityGroup;
  private final EgressAddresses addresses;
  private final NatProvider natGateways;
  private final GatewayVpcEndpoint s3;
  private final GatewayVpcEndpoint dynamoDb;

  public FixedEgress(
      Construct scope, String id, DeploymentSettings settings, EgressAddresses addresses) {
    super(scope, id);
    this.addresses = addresses;
    natGateways =
        NatProvider.gateway(
            NatGatewayProps.builder().eipAllocationIds(addresses.allocationIds()).build());
    vpc = network(zones(settings.receivers()));
    s3 = vpc.addGatewayEndpoint("S3", endpoint(GatewayVpcEndpointAwsService.S3));
    dynamoDb = vpc.addGatewayEndpoint("DynamoDb", endpoint(GatewayVpcEndpointAwsService.DYNAMODB));
    vpc.addFlowLog(
        "Rejected",
        FlowLogOptions.builder()
            .trafficType(FlowLogTrafficType.REJECT)
            .destination(
                FlowLogDestination.toCloudWatchLogs(
                    LogRetention.log(this, "RejectedTraffic", settings)))
            .build());
    securityGroup = securityGroup(settings.receivers().httpAllowed());
  }

  /// Restricts the endpoints to this bucket and these tables, with any credentials: the caller's
  /// role decides what it may do there. Nothing else in the network uses S3 or DynamoDB, since
  /// Lambda loads code and writes logs outside of it.
  public void reachOnly(IBucket reports, List<Table> tables) {
    allow(s3, "s3:*", List.of(reports.getBucketArn(), reports.arnForObjects("*")));
    allow(
        dynamoDb,
        "dynamodb:*",
        tables.stream()
            .map(Table::getTableArn)
            .flatMap(arn -> Stream.of(arn, arn + "/index/*"))
            .toList());
  }

  /// Adds a gateway endpoint. Its policy must name everyone as principal; the callers' own policies
  /// still apply.
  private static void allow(GatewayVpcEndpoint endpoint, String actions, List<String> resources) {
    endpoint.addToPolicy(
        PolicyStatement.Builder.create()
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of(actions))
            .resources(resources)
            .build());
  }

  /// Returns the addresses that no receiver may have: the network itself, and its public addresses.
  public List<String> ownBlocks() {
    return Stream.concat(
            Stream.of(NETWORK), addresses.ips().stream().map(ip -> Fn.join("", List.of(ip, "/32"))))
        .toList();
  }

  public List<String> natGatewayIds() {
    return natGateways.getConfiguredGateways().stream().map(GatewayConfig::getGatewayId).toList();
  }

  /// Returns the zones in the settings, otherwise the account's first ones in the region.
  private static List<String> zones(ReceiverSettings receivers) {
    return receivers.availabilityZones().isEmpty()
        ? IntStream.range(0, receivers.fixedEgressZones())
            .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
            .toList()
        : receivers.availabilityZones();
  }

  private Vpc network(List<String> zones) {
    return Vpc.Builder.create(this, "Vpc")
        .ipAddresses(IpAddresses.cidr(NETWORK))
        .availabilityZones(zones)
        .natGateways(zones.size())
        .natGatewayProvider(natGateways)
        .subnetConfiguration(
            List.of(
                // This subnet contains only the NAT gateways.
                subnets("Public", SubnetType.PUBLIC, 26).mapPublicIpOnLaunch(false).build(),
                subnets("Dispatch", SubnetType.PRIVATE_WITH_EGRESS, 24).build()))
        .build();
  }

  /// Allows no incoming traffic, and outgoing requests to AWS and to the ports that a receiver may
  /// have.
  private SecurityGroup securityGroup(boolean httpAllowed) {
    SecurityGroup group =
        SecurityGroup.Builder.create(this, "Dispatch")
            .vpc(vpc)
            .description("Requests of CDR Webhooks to receivers")
            .allowAllOutbound(false)
            .build();
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "https");
    group.addEgressRule(Peer.anyIpv4(), Port.tcpRange(1024, 65_535), "https on other ports");
    if (httpAllowed) {
      group.addEgressRule(Peer.anyIpv4(), Port.tcp(80), "http");
    }
    return group;
  }

  private static SubnetConfiguration.Builder subnets(String name, SubnetType type, int cidrMask) {
    return SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(cidrMask);
  }

  private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
    return GatewayVpcEndpointOptions.builder().service(service).build();
  }
}
