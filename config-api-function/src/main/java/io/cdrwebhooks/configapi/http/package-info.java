/// Requests and answers: routes, queries, bodies, conditions, and shared answers. The local system
/// uses them for its own endpoints.
@NullMarked
package io.cdrwebhooks.configapi.http;

import org.jspecify.annotations.NullMarked;
