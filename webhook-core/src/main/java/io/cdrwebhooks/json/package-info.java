/// Writing JSON, and reading it without a tree.
@NullMarked
package io.cdrwebhooks.json;

import org.jspecify.annotations.NullMarked;
