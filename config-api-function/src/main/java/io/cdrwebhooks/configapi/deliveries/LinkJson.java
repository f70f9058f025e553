package io.cdrwebhooks.configapi.deliveries;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.link.IssuedLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Writes the links of a delivery with their uses as the API shows them. Tokens and their hashes do
/// not appear.
final class LinkJson {
  /// The largest number of stored links that are shown, the latest ones.
  static final int MAX_LINKS = 20;

  private LinkJson() {}

  /// Adds the links to `json`, the latest first. If a use names a link that is not in `stored`,
  /// that link is shown too: it was deleted, is older than the stored ones, or was issued a moment
  /// ago.
  static void add(ArrayNode json, List<IssuedLink> stored, List<LinkFollow> follows) {
    List<IssuedLink> links = new ArrayList<>(stored);
    for (LinkFollow follow : follows) {
      if (links.stream().noneMatch(link -> link.name().equals(follow.link()))) {
        links.add(new IssuedLink(follow.link(), follow.linkValidUntil(), false, Optional.empty()));
      }
    }
    links.sort(Comparator.comparing(IssuedLink::validUntil).reversed());
    links.forEach(link -> json.add(link(link, follows)));
  }

  private static ObjectNode link(IssuedLink link, List<LinkFollow> follows) {
    ObjectNode json =
        Answers.object()
            .put("issuedAt", Answers.time(link.issuedAt()))
            .put("validUntil", Answers.time(link.validUntil()))
            .put("revoked", link.revoked())
            .put("revokedAt", Answers.time(link.revokedAt()));
    ArrayNode uses = json.putArray("follows");
    follows.stream()
        .filter(follow -> follow.link().equals(link.name()))
        .sorted(Comparator.comparing(LinkFollow::at))
        .forEach(
            follow ->
                uses.addObject()
                    .put("at", Answers.time(follow.at()))
                    .put("address", follow.address().isEmpty() ? null : follow.address()));
    return json;
  }
}
