/// Credentials for a gateway in front of a receiver: headers, and a client certificate.
@NullMarked
package io.cdrwebhooks.gateway;

import org.jspecify.annotations.NullMarked;
