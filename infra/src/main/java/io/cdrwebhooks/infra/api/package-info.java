/// The HTTP API, and who may call it.
@NullMarked
package io.cdrwebhooks.infra.api;

import org.jspecify.annotations.NullMarked;
