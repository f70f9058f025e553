/// One attempt of a pending delivery: from its claim to its record and the notices of its end.
@NullMarked
package io.cdrwebhooks.dispatch.attempt;

import org.jspecify.annotations.NullMarked;
