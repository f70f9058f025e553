/// Requests as bytes, which the proxy and the receivers read themselves.
@NullMarked
package io.cdrwebhooks.chaos.http;

import org.jspecify.annotations.NullMarked;
