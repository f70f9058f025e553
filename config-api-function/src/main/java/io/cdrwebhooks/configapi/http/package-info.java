/// The API's routes, and what its operations share: lookups, searches, and what a reader sees.
@NullMarked
package io.cdrwebhooks.configapi.http;

import org.jspecify.annotations.NullMarked;
