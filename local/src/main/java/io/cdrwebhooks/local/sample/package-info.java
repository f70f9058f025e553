/// Reports for trying the system without a CDR Manager. They are generated line by line, and
/// exported like real ones.
@NullMarked
package io.cdrwebhooks.local.sample;

import org.jspecify.annotations.NullMarked;
