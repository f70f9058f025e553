package io.cdrwebhooks.configapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.awsevents.HttpResponse;

/// The operation that tells of the deployment: among others which addresses a receiver must let in.
final class PlatformOperations {
  private final Deployment deployment;

  PlatformOperations(Deployment deployment) {
    this.deployment = deployment;
  }

  HttpResponse read(ApiRequest request) {
    ObjectNode json = Answers.object();
    ArrayNode addresses = json.putArray("egressIps");
    deployment.egressIps().forEach(addresses::add);
    json.put("callbackBaseUrl", deployment.callbackBaseUrl().toString());
    json.put("sampleExport", deployment.sampleExport());
    return Answers.json(200, json);
  }
}
