package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.aws.http.FieldReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The names of a configuration's fields in bodies and answers. Notices of changes compare some of
/// these fields.
public final class FieldNames {
  public static final String NAME = "name";
  public static final String URL = "url";
  public static final String ENABLED = "enabled";
  static final String SIGNATURE = "signature";
  static final String MAX_IN_FLIGHT = "maxInFlight";
  static final String MAX_PER_SECOND = "maxPerSecond";
  static final String PAYLOAD_VERSION = "payloadVersion";
  public static final String DOWNLOAD_PROTECTION = "downloadProtection";
  public static final String RECEIVER_REQUESTS = "receiverRequests";
  static final String RECEIVER_NOTICES = "receiverNotices";
  static final String REQUEST_HEADERS = "requestHeaders";
  static final String CLIENT_CERTIFICATE = "clientCertificate";

  // Only answers have the fields below.
  static final String ID = "id";
  static final String DISABLED_REASON = "disabledReason";
  static final String FAILING_SINCE = "failingSince";
  public static final String SIGNATURE_HINT = "signatureHint";
  public static final String NEXT_SIGNATURE = "nextSignature";
  static final String OVERLAP_UNTIL = "overlapUntil";
  static final String CREATED_AT = "createdAt";
  static final String UPDATED_AT = "updatedAt";
  static final String HEALTH = "health";
  static final String LANE = "lane";

  /// The hints for bodies with a field that only answers have.
  static final Map<String, String> HINTS =
      List.of(
              ID,
              DISABLED_REASON,
              FAILING_SINCE,
              SIGNATURE_HINT,
              NEXT_SIGNATURE,
              OVERLAP_UNTIL,
              CREATED_AT,
              UPDATED_AT,
              HEALTH,
              LANE)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> FieldReader.READ_ONLY));

  private FieldNames() {}
}
