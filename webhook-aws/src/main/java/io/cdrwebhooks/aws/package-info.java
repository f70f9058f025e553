/// How the functions reach AWS: where, as whom, and with which limits.
@NullMarked
package io.cdrwebhooks.aws;

import org.jspecify.annotations.NullMarked;
