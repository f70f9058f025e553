/// The functions, each with its settings, its permissions and its triggers.
@NullMarked
package io.cdrwebhooks.infra.functions;

import org.jspecify.annotations.NullMarked;
