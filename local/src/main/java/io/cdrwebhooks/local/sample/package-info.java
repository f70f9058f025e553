/// Reports for trying the system without a CDR Manager: made up line by line, exported as the real
/// ones are.
@NullMarked
package io.cdrwebhooks.local.sample;

import org.jspecify.annotations.NullMarked;
