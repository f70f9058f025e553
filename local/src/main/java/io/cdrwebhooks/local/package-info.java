/// The whole system on one machine: the real functions, replacements for AWS services, and a demo
/// receiver.
@NullMarked
package io.cdrwebhooks.local;

import org.jspecify.annotations.NullMarked;
