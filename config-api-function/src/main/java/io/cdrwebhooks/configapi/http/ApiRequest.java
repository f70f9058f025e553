package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.QueryParameters;
import java.util.Optional;

/// An authorized request for an operation, with known query parameters only.
///
/// `id` is the path's variable segment as received, empty text when the route has none. `readOnly`
/// is the reason why the caller may change nothing, as a sentence; it is empty if the caller may
/// change things.
public record ApiRequest(
    HttpRequest http, QueryParameters query, String id, Optional<String> readOnly) {}
