/// What the delivery promises, held against everything that can go wrong at once.
@NullMarked
package io.cdrwebhooks.chaos;

import org.jspecify.annotations.NullMarked;
