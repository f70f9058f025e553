/// The addresses that receivers see, and the network that gives them to requests.
@NullMarked
package io.cdrwebhooks.infra.network;

import org.jspecify.annotations.NullMarked;
