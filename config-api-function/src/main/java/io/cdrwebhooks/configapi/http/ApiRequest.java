package io.cdrwebhooks.configapi.http;

import io.cdrwebhooks.aws.awsevents.HttpRequest;

/// A request that an operation answers: it may be made, and its query holds known parameters only.
///
/// `id` is the path's variable segment as it came, empty text when the route has none.
public record ApiRequest(HttpRequest http, QueryParameters query, String id) {}
