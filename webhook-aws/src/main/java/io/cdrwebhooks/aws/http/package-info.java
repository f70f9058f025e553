/// Requests and answers of the HTTP functions: events, queries, bodies, conditions and problems.
/// The local system uses them for its own endpoints.
@NullMarked
package io.cdrwebhooks.aws.http;

import org.jspecify.annotations.NullMarked;
