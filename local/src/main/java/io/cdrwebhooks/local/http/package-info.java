/// Requests as bytes, for proxies and receivers that look at the connection too.
@NullMarked
package io.cdrwebhooks.local.http;

import org.jspecify.annotations.NullMarked;
