/// Writing JSON.
@NullMarked
package io.cdrwebhooks.json;

import org.jspecify.annotations.NullMarked;
