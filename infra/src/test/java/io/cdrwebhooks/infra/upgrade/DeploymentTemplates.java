package io.cdrwebhooks.infra.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.io.IOException;
import java.nio.file.Path;

/// The templates of both stacks of one deployment.
record DeploymentTemplates(JsonNode state, JsonNode service) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DeploymentTemplates of(SynthesisedDeployment deployment) {
    return new DeploymentTemplates(
        JSON.valueToTree(deployment.state()), JSON.valueToTree(deployment.service()));
  }

  /// Reads the files that synthesis wrote for the stack `service` and its state stack.
  static DeploymentTemplates read(Path folder, String service) throws IOException {
    return new DeploymentTemplates(
        JSON.readTree(folder.resolve(service + "-State.template.json").toFile()),
        JSON.readTree(folder.resolve(service + ".template.json").toFile()));
  }
}
