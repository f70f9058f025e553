/// `make attack`: attacks on a running local system, which must all fail.
@NullMarked
package io.cdrwebhooks.local.attack;

import org.jspecify.annotations.NullMarked;
