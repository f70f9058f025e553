package io.cdrwebhooks.infra.functions;

import java.util.LinkedHashMap;
import java.util.Map;

/// The functions of a deployment, in the order in which a report passes them.
public record Functions(
    PublishedFunction dispatch,
    PublishedFunction scheduledWork,
    PublishedFunction downloadLinks,
    PublishedFunction configurationApi) {

  public Map<String, PublishedFunction> byName() {
    Map<String, PublishedFunction> named = new LinkedHashMap<>();
    named.put("Dispatch", dispatch);
    named.put("ScheduledWork", scheduledWork);
    named.put("DownloadLinks", downloadLinks);
    named.put("ConfigurationApi", configurationApi);
    return named;
  }
}
