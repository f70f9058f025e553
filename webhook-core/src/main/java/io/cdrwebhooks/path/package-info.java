/// The paths of all functions' requests. It imports no other package, since several need it.
@NullMarked
package io.cdrwebhooks.path;

import org.jspecify.annotations.NullMarked;
