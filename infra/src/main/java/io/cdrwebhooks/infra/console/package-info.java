/// The console's pages, on one origin with the API.
@NullMarked
package io.cdrwebhooks.infra.console;

import org.jspecify.annotations.NullMarked;
