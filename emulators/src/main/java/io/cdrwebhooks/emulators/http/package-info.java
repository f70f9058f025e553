/// HTTP as bytes, for proxies and receivers that also watch the connection.
@NullMarked
package io.cdrwebhooks.emulators.http;

import org.jspecify.annotations.NullMarked;
