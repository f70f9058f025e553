/// Reports for trying the system without a CDR Manager. They are made up line by line, and exported
/// as the real ones are.
@NullMarked
package io.cdrwebhooks.local.sample;

import org.jspecify.annotations.NullMarked;
