package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configapi.http.ReaderView;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.terms.PayloadVersion;
import io.cdrwebhooks.terms.ReceiverRequests;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.terms.SendLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The fields of a webhook configuration in a request body, checked against the limits of the API.
record ConfigurationFields(
    String name, ReceiverUrl url, boolean enabled, ReceiverTerms terms, GatewayFields gateway) {
  private static final int MAX_URL = 2_048;

  /// A new configuration, with its Signature.
  record Creation(ConfigurationFields fields, SignatureKey signature) {}

  /// Reads a creation at `now`.
  static Step<Creation> readCreation(ObjectNode body, ReceiverCheck receivers, Instant now) {
    FieldReader reader = new FieldReader(body);
    Optional<ConfigurationFields> fields = read(reader, receivers, Optional.empty(), now);
    Optional<SignatureKey> signature = reader.signature(FieldNames.SIGNATURE);
    if (fields.isPresent() && signature.isPresent()) {
      SignatureLength.of(fields.get().terms()).check(reader, signature.get());
    }
    return reader.finish(
        FieldNames.HINTS, () -> new Creation(fields.orElseThrow(), signature.orElseThrow()));
  }

  /// Reads a replacement of `found` at `now`. It has no field for the key, which stays unchanged.
  static Step<ConfigurationFields> readReplacement(
      ObjectNode body, ReceiverCheck receivers, WebhookConfiguration found, Instant now) {
    FieldReader reader = new FieldReader(body);
    Optional<ConfigurationFields> fields = read(reader, receivers, Optional.of(found), now);
    fields.ifPresent(
        each -> SignatureLength.of(each.terms()).check(reader, found.signatures(), now));
    Map<String, String> hints = new HashMap<>(FieldNames.HINTS);
    hints.put(
        FieldNames.SIGNATURE,
        "cannot be changed here: rotate it with POST /webhook-configurations/{id}/signature");
    return reader.finish(hints, fields::orElseThrow);
  }

  /// Reads the fields that creations and replacements share. Returns empty if the name or the URL
  /// is missing or invalid; the reader notes every error.
  private static Optional<ConfigurationFields> read(
      FieldReader reader,
      ReceiverCheck receivers,
      Optional<WebhookConfiguration> found,
      Instant now) {
    Optional<String> name = reader.name(FieldNames.NAME);
    Optional<ReceiverUrl> url = url(reader, receivers);
    boolean enabled = reader.flag(FieldNames.ENABLED, true);
    ReceiverTerms terms =
        terms(
            reader,
            found.map(WebhookConfiguration::terms).orElse(ReceiverTerms.STANDARD),
            receivers.linksHideCallers());
    boolean sameServer =
        url.isEmpty() || found.filter(was -> was.url().hasServerOf(url.get())).isPresent();
    GatewayFields gateway =
        GatewayFields.read(
            reader,
            found.map(WebhookConfiguration::gateway).orElse(GatewayCredentials.NONE),
            sameServer,
            now);
    return name.flatMap(n -> url.map(u -> new ConfigurationFields(n, u, enabled, terms, gateway)));
  }

  /// Reads the terms. If the body names no protection, or no choice of notices, the value of
  /// `before` stays.
  private static ReceiverTerms terms(
      FieldReader reader, ReceiverTerms before, boolean linksHideCallers) {
    ReceiverRequests requests = ReceiverRequestFields.read(reader);
    return new ReceiverTerms(
        limits(reader),
        payloadVersion(reader),
        DownloadProtectionFields.read(
            reader, requests, before.downloadProtection(), linksHideCallers),
        requests,
        reader.flag(FieldNames.RECEIVER_NOTICES, before.receiverNotices()));
  }

  /// Returns whether requests to the receiver of `found` will change: by the URL, or by the
  /// gateway's headers or certificate.
  boolean changesRequests(WebhookConfiguration found) {
    return !url.equals(found.url()) || gateway.change(found.gateway());
  }

  /// Returns whether the receiver of `found` may answer differently after the change.
  boolean mayChangeRequests(WebhookConfiguration found) {
    return changesRequests(found) || gateway.hasHeaderValues();
  }

  /// Reads the limits. Missing or invalid ones get their default.
  private static SendLimits limits(FieldReader reader) {
    OptionalLong inFlight =
        reader.wholeNumber(FieldNames.MAX_IN_FLIGHT, 1, SendLimits.MAX_IN_FLIGHT);
    OptionalLong perSecond =
        reader.wholeNumber(FieldNames.MAX_PER_SECOND, 1, SendLimits.MAX_PER_SECOND);
    return new SendLimits(
        (int) inFlight.orElse(SendLimits.STANDARD.maxInFlight()),
        perSecond.isPresent() ? OptionalInt.of((int) perSecond.getAsLong()) : OptionalInt.empty());
  }

  private static PayloadVersion payloadVersion(FieldReader reader) {
    OptionalLong number = reader.wholeNumber(FieldNames.PAYLOAD_VERSION, 1, 2);
    return number.isPresent() ? PayloadVersion.of(number.getAsLong()) : PayloadVersion.STANDARD;
  }

  private static Optional<ReceiverUrl> url(FieldReader reader, ReceiverCheck receivers) {
    Optional<String> text = reader.requiredVisibleText(FieldNames.URL);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!FieldReader.hasLength(text.get(), 1, MAX_URL)) {
      return reader.refuse(FieldNames.URL, "must have 1 to " + MAX_URL + " characters");
    }
    if (ReaderView.isCopied(text.get())) {
      return reader.refuse(
          FieldNames.URL,
          "must have the real values of its query; a caller that may only read sees "
              + ReaderView.HIDDEN
              + " in their place");
    }
    return switch (ReceiverUrl.parse(text.get())) {
      case ReceiverUrl.Reading.Invalid(String reason) -> reader.refuse(FieldNames.URL, reason);
      case ReceiverUrl.Reading.Read(ReceiverUrl url) -> {
        Optional<String> refusal = receivers.refusal(url);
        yield refusal.isPresent() ? reader.refuse(FieldNames.URL, refusal.get()) : Optional.of(url);
      }
    };
  }
}
