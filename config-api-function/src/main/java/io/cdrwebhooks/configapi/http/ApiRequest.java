package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.awsevents.HttpRequest;

/// An authorized request for an operation, with known query parameters only.
///
/// `id` is the path's variable segment as received, empty text when the route has none.
public record ApiRequest(HttpRequest http, QueryParameters query, String id) {}
