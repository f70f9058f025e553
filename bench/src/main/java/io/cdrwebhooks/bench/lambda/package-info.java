/// Functions as Lambda starts them: in processes of their own, from their packages.
@NullMarked
package io.cdrwebhooks.bench.lambda;

import org.jspecify.annotations.NullMarked;
