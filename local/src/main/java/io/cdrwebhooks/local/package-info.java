/// The whole system on one machine: the real functions behind stand-ins for AWS, and a demo
/// receiver.
@NullMarked
package io.cdrwebhooks.local;

import org.jspecify.annotations.NullMarked;
