package io.cdrwebhooks.infra;

import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.api.PublicApi;
import io.cdrwebhooks.infra.api.TokenRules;
import io.cdrwebhooks.infra.api.UserClients;
import io.cdrwebhooks.infra.api.Users;
import io.cdrwebhooks.infra.console.ConsolePages;
import io.cdrwebhooks.infra.console.ConsoleSite;
import io.cdrwebhooks.infra.functions.ConfigurationApi;
import io.cdrwebhooks.infra.functions.DispatchFunction;
import io.cdrwebhooks.infra.functions.DownloadLinkFunction;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.ReceiverRequestFunction;
import io.cdrwebhooks.infra.functions.ScheduleFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.network.FixedEgress;
import io.cdrwebhooks.infra.operations.Watch;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.events.EventBus;
import software.constructs.Construct;

/// The running service of one environment, in the order in which a report passes its parts. The
/// stack can be deleted and created again without losing data.
final class ServiceStack extends Stack {
  private final DeploymentSettings settings;
  private final StateStack state;

  ServiceStack(Construct scope, DeploymentSettings settings, StateStack state) {
    super(
        scope,
        settings.named(""),
        StackProps.builder().description("Signed webhook delivery of CDR reports").build());
    this.settings = settings;
    this.state = state;
    Tags.of(this)
        .add(
            "environment",
            settings.environmentName(),
            // CloudFormation's dashboard type does not support tags in all regions yet.
            TagProps.builder().excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard")).build());

    // The API is created before the functions: dispatch needs its address, and its routes lead to
    // functions.
    ApiEndpoint endpoint = new ApiEndpoint(this, "PublicApi", settings);
    ConsoleSite console = new ConsoleSite(this, settings, endpoint, signInOrigins());
    TokenRules tokens = tokenRules(console);
    new ConsolePages(this, settings, console, tokens);
    SharedParts parts =
        parts(
            new PublicApi(
                endpoint, tokens, settings.links().perSecond(), settings.distributionPath()));
    PublishedFunction scheduledWork =
        new ScheduleFunction(this, "ScheduledWork", settings, parts).function;
    List<PublishedFunction> functions =
        List.of(
            new DispatchFunction(this, "Dispatch", settings, parts).function,
            scheduledWork,
            new DownloadLinkFunction(this, "DownloadLinks", settings, parts).function,
            new ReceiverRequestFunction(this, "ReceiverRequests", settings, parts).function,
            new ConfigurationApi(this, "ConfigurationApi", settings, parts).function);
    new Watch(
        this, "Watch", settings, parts, functions, scheduledWork, endpoint.api, console.address);
    writeOutputs(parts, endpoint, console);
  }

  private SharedParts parts(PublicApi api) {
    Optional<FixedEgress> egress =
        settings.receivers().fixedEgressZones() == 0
            ? Optional.empty()
            : Optional.of(new FixedEgress(this, "FixedEgress", settings, state.egressAddresses));
    egress.ifPresent(network -> network.reachOnly(state.arrivals.bucket, state.tables.all()));
    return new SharedParts(
        state.tables,
        state.signatureEncryption,
        state.arrivals,
        state.dueAttempts,
        state.backgroundWork,
        EventBus.Builder.create(new Construct(this, "Notices"), "Bus")
            .description("Notices of CDR Webhooks")
            .build(),
        api,
        state.egressAddresses,
        egress);
  }

  /// Returns the origins where a page signs people in.
  private List<String> signInOrigins() {
    return switch (settings.tokens()) {
      case Tokens.OfIssuer issuer ->
          Stream.concat(
                  Stream.of("https://" + issuer.issuer().getRawAuthority()),
                  issuer.consoleSignInOrigins().stream())
              .toList();
      case Tokens.OfOwnUserPool _ -> List.of(users().signInOrigin);
    };
  }

  private TokenRules tokenRules(ConsoleSite console) {
    return switch (settings.tokens()) {
      case Tokens.OfIssuer issuer -> TokenRules.of(issuer);
      case Tokens.OfOwnUserPool(boolean programsMayWrite) -> {
        UserClients clients =
            new UserClients(
                this, "Clients", users(), console.address + "/console/", programsMayWrite);
        output("SignInAddress", users().signInOrigin);
        output("UserPoolId", users().pool.getUserPoolId());
        output("ProgramsClientId", clients.programs.getUserPoolClientId());
        clients.writingPrograms.ifPresent(
            client -> output("WritingProgramsClientId", client.getUserPoolClientId()));
        yield clients.tokenRules();
      }
    };
  }

  private Users users() {
    return state.users.orElseThrow();
  }

  private void writeOutputs(SharedParts parts, ApiEndpoint endpoint, ConsoleSite console) {
    output("ApiBaseUrl", endpoint.address() + Route.BASE);
    output("ConsoleUrl", console.address + "/console/");
    output("ConsoleDomainTarget", console.target());
    output("NoticesBusName", parts.notices().getEventBusName());
    output(
        "EgressAddresses",
        parts.egress().isPresent()
            ? parts.egressAddresses().commaSeparated()
            : "not fixed: receivers cannot allow our requests by address");
  }

  private void output(String id, String value) {
    CfnOutput.Builder.create(this, id).value(value).build();
  }
}
