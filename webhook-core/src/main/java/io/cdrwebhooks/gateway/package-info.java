/// What a gateway in front of a receiver asks of a request: headers, and a client certificate.
@NullMarked
package io.cdrwebhooks.gateway;

import org.jspecify.annotations.NullMarked;
