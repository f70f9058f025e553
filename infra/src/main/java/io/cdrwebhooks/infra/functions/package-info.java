/// The functions, each with its settings, its permissions and what calls it.
@NullMarked
package io.cdrwebhooks.infra.functions;

import org.jspecify.annotations.NullMarked;
